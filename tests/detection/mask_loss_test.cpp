#include "detection/mask_loss.h"

#include <cmath>

#include "support/tensors.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

/// Two instances: the left half of a box of 40 x 40, and one without a known mask.
GroundTruth truth_with_masks() {
  GroundTruth truth;
  truth.boxes = torch::tensor({{0.F, 0.F, 40.F, 40.F}, {60.F, 0.F, 80.F, 20.F}});
  truth.labels = torch::tensor({2, 1}, torch::kInt64);
  truth.masks = torch::zeros({2, kTruthMaskSize, kTruthMaskSize});
  truth.masks[0].slice(1, 0, kTruthMaskSize / 2).fill_(1);
  truth.has_mask = torch::tensor({true, false});
  return truth;
}

/// A background row, the first instance exactly, its left 30 x 40 pixels, the second instance.
SampledRegions sampled_rows() {
  SampledRegions sample;
  sample.boxes = torch::tensor({{90.F, 90.F, 99.F, 99.F},
                                {0.F, 0.F, 40.F, 40.F},
                                {0.F, 0.F, 30.F, 40.F},
                                {60.F, 0.F, 80.F, 20.F}});
  sample.gt_index = torch::tensor({0, 0, 0, 1}, torch::kInt64);
  sample.is_positive = torch::tensor({false, true, true, true});
  sample.is_ground_truth = torch::tensor({false, true, false, true});
  return sample;
}

TEST(MaskExamplesTest, ShowEachPositiveTheMaskOfItsInstanceAsItsBoxSeesIt) {
  const MaskExamples examples = mask_examples(sampled_rows(), truth_with_masks());
  ASSERT_EQ(examples.boxes.size(0), 2);
  EXPECT_TRUE(torch::equal(examples.channels, torch::tensor({3, 3}, torch::kInt64)));
  // The mask ends at x = 20: after 14 of 28 tiles of the whole box, and after 20 / 30 of 28 = 18.67
  // tiles of the narrow one, whose 19th tile is inside for two thirds.
  const auto columns = torch::arange(28);
  for (const int64_t row : {int64_t{0}, int64_t{13}, int64_t{27}}) {
    EXPECT_TRUE(torch::equal(examples.targets[0][row], columns.lt(14).to(torch::kFloat32)));
    EXPECT_TRUE(torch::equal(examples.targets[1][row], columns.lt(19).to(torch::kFloat32)));
  }
}

TEST(MaskExamplesTest, OfATruthWithoutMasksAreNone) {
  GroundTruth truth = truth_with_masks();
  truth.masks = truth.has_mask = torch::Tensor();
  const MaskExamples examples = mask_examples(sampled_rows(), truth);
  EXPECT_EQ(examples.boxes.sizes(), (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(examples.targets.sizes(), (std::vector<int64_t>{0, 28, 28}));
}

TEST(MaskExamplesTest, OfAnUnknownMaskAreNone) {
  GroundTruth truth = truth_with_masks();
  truth.has_mask = torch::tensor({false, false});
  EXPECT_EQ(mask_examples(sampled_rows(), truth).boxes.size(0), 0);
}

TEST(MaskLossTest, IsTheMeanOverTilesAndRows) {
  auto logits = torch::zeros({2, 2, 2});
  auto targets = torch::zeros({2, 2, 2});
  logits[0][0][0] = 2;
  targets[0][0][0] = 1;
  const double expected = (std::log1p(std::exp(-2.0)) + 7 * std::log(2.0)) / 8;
  EXPECT_NEAR(mask_loss(logits, targets).item<double>(), expected, 1e-6);
}

TEST(MaskLossTest, OfNoRowsIsAConnectedZero) {
  const auto logits = torch::ones({1, 2, 2}, torch::requires_grad()).slice(0, 0, 0);
  const auto loss = mask_loss(logits, torch::zeros({0, 2, 2}));
  EXPECT_EQ(loss.item<double>(), 0);
  EXPECT_TRUE(loss.requires_grad());
}

}  // namespace
}  // namespace hoi
