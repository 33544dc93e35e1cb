#include "model/image_rows.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(ImageRowsTest, RememberWhichImageEachBoxIsOf) {
  const ImageRows rows =
      concatenate_rows({torch::ones({2, 4}), torch::zeros({0, 4}), torch::full({1, 4}, 3.F)});
  EXPECT_TRUE(torch::equal(rows.image_index, torch::tensor({0, 0, 2}, torch::kInt64)));
  EXPECT_EQ(rows.counts, (std::vector<int64_t>{2, 0, 1}));
  EXPECT_EQ(rows.boxes[2][0].item<float>(), 3);
}

}  // namespace
}  // namespace hoi
