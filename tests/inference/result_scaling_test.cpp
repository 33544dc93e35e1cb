#include "inference/result_scaling.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ResultScaling, BoxesFollowEachSideAndRowsStay) {
  ImageResult result{"a.jpg", 200, 100, {}, {{0, 1, 2, 0.5F}}};
  result.instances = {{3, 0.9F, {10, 20, 30, 40}, {}}};
  const ImageResult scaled = scaled_result(result, 100, 200);
  EXPECT_EQ(scaled.width, 100);
  EXPECT_EQ(scaled.height, 200);
  const Box& box = scaled.instances.at(0).box;
  EXPECT_FLOAT_EQ(box.x1, 5);
  EXPECT_FLOAT_EQ(box.y1, 40);
  EXPECT_FLOAT_EQ(box.x2, 15);
  EXPECT_FLOAT_EQ(box.y2, 80);
  EXPECT_EQ(scaled.instances[0].category, 3);
  EXPECT_EQ(scaled.interactions.at(0).verb, 2);
  EXPECT_FALSE(scaled.instances[0].mask);
}

TEST(ResultScaling, MasksTakeTheNearestPixel) {
  ImageResult result{"a.jpg", 4, 2, {}, {}};
  result.instances = {{0, 1, {0, 0, 2, 2}, encode_mask({1, 1, 0, 0, 1, 1, 0, 0}, 4, 2)}};
  const auto scaled = scaled_result(result, 2, 1);
  EXPECT_EQ(decode_mask(*scaled.instances.at(0).mask), (std::vector<std::uint8_t>{1, 0}));
  result.instances[0].mask = RunLengthMask{0, 0, {}};
  EXPECT_FALSE(scaled_result(result, 2, 1).instances.at(0).mask) << "a mask without pixels";
}

}  // namespace
}  // namespace hoi
