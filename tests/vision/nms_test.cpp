#include "vision/nms.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/boxes.h"
#include "vision/random_boxes.h"

namespace hoi {
namespace {

/// The definition, literally: repeatedly take the best remaining row (lowest on a tie) and drop
/// every remaining row of its label that overlaps it too much.
std::vector<int64_t> literal_nms(const torch::Tensor& boxes, const torch::Tensor& scores,
                                 const torch::Tensor& labels, double threshold) {
  const auto iou = box_iou(boxes, boxes);
  std::vector<bool> remaining(static_cast<std::size_t>(boxes.size(0)), true);
  std::vector<int64_t> kept;
  while (true) {
    int64_t best = -1;
    for (int64_t r = 0; r < boxes.size(0); ++r) {
      if (!remaining[static_cast<std::size_t>(r)]) continue;
      if (best < 0 || scores[r].item<float>() > scores[best].item<float>()) best = r;
    }
    if (best < 0) return kept;
    kept.push_back(best);
    remaining[static_cast<std::size_t>(best)] = false;
    for (int64_t r = 0; r < boxes.size(0); ++r) {
      const bool same_label = labels[r].item<int64_t>() == labels[best].item<int64_t>();
      if (same_label && iou[best][r].item<double>() > threshold)
        remaining[static_cast<std::size_t>(r)] = false;
    }
  }
}

std::vector<int64_t> as_vector(const torch::Tensor& rows) {
  return {rows.data_ptr<int64_t>(), rows.data_ptr<int64_t>() + rows.numel()};
}

// Row 1 leads. Row 0 overlaps it by 1 / 3, row 2 by 9 / 11, row 3 not at all.
TEST(Nms, KeepsTheBestOfEachOverlappingGroup) {
  const auto boxes = torch::tensor({{5.0F, 0.0F, 15.0F, 10.0F},
                                    {0.0F, 0.0F, 10.0F, 10.0F},
                                    {1.0F, 0.0F, 11.0F, 10.0F},
                                    {50.0F, 50.0F, 60.0F, 60.0F}});
  const auto scores = torch::tensor({0.3F, 0.9F, 0.8F, 0.5F});
  EXPECT_EQ(as_vector(nms(boxes, scores, 0.5)), (std::vector<int64_t>{1, 3, 0}));
  EXPECT_EQ(as_vector(nms(boxes, scores, 0.2)), (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(as_vector(nms(boxes, scores, 0.9)), (std::vector<int64_t>{1, 2, 3, 0}));
}

TEST(Nms, KeepsABoxWhoseOverlapEqualsTheThreshold) {
  const auto boxes =
      torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F}, {0.0F, 0.0F, 4.0F, 2.0F}});  // IoU 1 / 2
  const auto scores = torch::tensor({0.9F, 0.8F});
  EXPECT_EQ(nms(boxes, scores, 0.5).numel(), 2);
  EXPECT_EQ(nms(boxes, scores, 0.49).numel(), 1);
}

TEST(Nms, OfTiedBoxesTheLowerRowWins) {
  const auto boxes = torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F}}).repeat({40, 1});
  EXPECT_EQ(as_vector(nms(boxes, torch::full({40}, 0.5F), 0.5)), (std::vector<int64_t>{0}));
  EXPECT_EQ(nms(boxes, torch::full({40}, 0.5F), 1.0).numel(), 40);
}

TEST(Nms, AgreesWithTheLiteralDefinitionDespiteTies) {
  for (int seed = 0; seed < 6; ++seed) {
    torch::manual_seed(seed);
    const auto boxes = random_boxes(120, 60, 60);
    const auto scores = (torch::rand({120}) * 10).floor() / 10;  // many equal scores
    const auto one_label = torch::zeros({120}, torch::kInt64);
    const auto labels = torch::randint(-1, 3, {120}, torch::kInt64);
    for (const double threshold : {0.1, 0.5, 0.7}) {
      EXPECT_EQ(as_vector(nms(boxes, scores, threshold)),
                literal_nms(boxes, scores, one_label, threshold))
          << "seed " << seed << ", threshold " << threshold;
      EXPECT_EQ(as_vector(class_wise_nms(boxes, scores, labels, threshold)),
                literal_nms(boxes, scores, labels, threshold))
          << "seed " << seed << ", threshold " << threshold;
    }
  }
}

TEST(ClassWiseNms, BoxesOfOtherLabelsDoNotSuppress) {
  const auto boxes = torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F}}).repeat({3, 1});
  const auto scores = torch::tensor({0.7F, 0.9F, 0.8F});
  const auto labels = torch::tensor({4, 2, 2}, torch::kInt64);
  EXPECT_EQ(as_vector(class_wise_nms(boxes, scores, labels, 0.5)), (std::vector<int64_t>{1, 0}));
}

TEST(Nms, TakesNoBoxes) {
  const auto none = torch::zeros({0, 4}), no_scores = torch::zeros({0});
  EXPECT_EQ(nms(none, no_scores, 0.5).sizes(), (std::vector<int64_t>{0}));
  EXPECT_EQ(nms(none, no_scores, 0.5).scalar_type(), torch::kInt64);
  EXPECT_EQ(class_wise_nms(none, no_scores, torch::zeros({0}, torch::kInt64), 0.5).numel(), 0);
}

TEST(Nms, RejectsInputsThatDoNotMatch) {
  EXPECT_THROW(nms(torch::zeros({2, 4}), torch::zeros({3}), 0.5), c10::Error);
  EXPECT_THROW(nms(torch::zeros({2, 4}), torch::zeros({2}), 1.5), c10::Error);
  EXPECT_THROW(class_wise_nms(torch::zeros({2, 4}), torch::zeros({2}), torch::zeros({1}), 0.5),
               c10::Error);
}

}  // namespace
}  // namespace hoi
