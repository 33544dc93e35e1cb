#include "detection/semantic_branch.h"

#include <cmath>

#include "support/tensors.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

FeaturePyramid pyramid_of_five(int64_t channels) {
  torch::manual_seed(2);
  FeaturePyramid image;
  for (const int64_t stride : {4, 8, 16, 32, 64}) {
    image.levels.push_back(torch::randn({2, channels, 128 / stride, 192 / stride}));
    image.strides.push_back(stride);
  }
  return image;
}

TEST(SemanticBranchTest, GivesClassesAndAnEmbeddingAtStrideEight) {
  torch::manual_seed(1);
  SemanticBranch branch(SemanticBranchOptions{6, 2, 4});
  const auto output = branch->forward(pyramid_of_five(6));
  EXPECT_EQ(output.logits.sizes(), (std::vector<int64_t>{2, 5, 16, 24}));
  EXPECT_EQ(output.embedding.sizes(), (std::vector<int64_t>{2, 6, 16, 24}));
  EXPECT_GE(output.embedding.min().item<float>(), 0);
}

TEST(SemanticBranchTest, HearsEveryLevel) {
  torch::manual_seed(1);
  SemanticBranch branch(SemanticBranchOptions{6, 1, 4});
  auto image = pyramid_of_five(6);
  for (auto& level : image.levels) level.requires_grad_(true);
  branch->forward(image).logits.square().sum().backward();
  for (const auto& level : image.levels) EXPECT_GT(level.grad().abs().sum().item<float>(), 0);
}

TEST(SemanticRegionsTest, AverageTheFourteenCellGridToSeven) {
  auto image = pyramid_of_five(6);
  image.semantic = torch::randn({2, 6, 16, 24});
  const auto boxes = torch::tensor({{8.F, 8.F, 120.F, 100.F}});
  const auto index = torch::tensor({1}, torch::kInt64);
  const auto fine = semantic_regions(image, boxes, index, 14);
  EXPECT_EQ(fine.sizes(), (std::vector<int64_t>{1, 6, 14, 14}));
  const auto coarse = semantic_regions(image, boxes, index, 7);
  EXPECT_NEAR(coarse[0][2][3][4].item<double>(),
              fine[0][2].slice(0, 6, 8).slice(1, 8, 10).mean().item<double>(), 1e-5);
}

/// Image of 32 x 40 pixels, that is 4 x 5 cells: a large box of class 2 whose left half is inside,
/// a small one of class 0 in its corner, and a box without a known mask at the right border.
GroundTruth painted_truth() {
  GroundTruth truth;
  truth.boxes =
      torch::tensor({{0.F, 0.F, 32.F, 32.F}, {0.F, 0.F, 8.F, 8.F}, {32.F, 0.F, 40.F, 16.F}});
  truth.labels = torch::tensor({2, 0, 1}, torch::kInt64);
  truth.masks = torch::zeros({3, kTruthMaskSize, kTruthMaskSize});
  truth.masks[0].slice(1, 0, kTruthMaskSize / 2).fill_(1);
  truth.masks[1].fill_(1);
  truth.has_mask = torch::tensor({true, true, false});
  return truth;
}

TEST(SemanticTargetTest, ShowsMasksSmallOnesOnTopAndHidesWhatIsUnknown) {
  const auto target = semantic_target(painted_truth(), {32, 40}, 5, 6);
  const int u = static_cast<int>(kUnknownSemantics);
  const auto expected = torch::tensor({1, 3, 0, 0, u, u, 3, 3, 0, 0, u, u, 3, 3, 0,
                                       0, 0, u, 3, 3, 0, 0, 0, u, u, u, u, u, u, u},
                                      torch::kInt64)
                            .view({5, 6});
  EXPECT_TRUE(torch::equal(target, expected)) << target;
}

TEST(SemanticTargetTest, KnowsNoBackgroundWhereBoxesAreNotExhaustive) {
  auto truth = painted_truth();
  truth.boxes_exhaustive = false;
  const auto target = semantic_target(truth, {32, 40}, 4, 5);
  EXPECT_EQ(target[3][4].item<int64_t>(), kUnknownSemantics);
  EXPECT_EQ(target[0][0].item<int64_t>(), 1);
}

TEST(SemanticTargetTest, OfATruthWithoutMasksIsUnknown) {
  auto truth = painted_truth();
  truth.masks = truth.has_mask = torch::Tensor();
  EXPECT_TRUE(semantic_target(truth, {32, 40}, 4, 5).eq(kUnknownSemantics).all().item<bool>());
}

TEST(SemanticLossTest, IsTheMeanOverKnownCells) {
  const auto logits = torch::zeros({1, 4, 1, 3});
  auto targets =
      torch::tensor({int64_t{1}, int64_t{0}, kUnknownSemantics}, torch::kInt64).view({1, 1, 3});
  EXPECT_NEAR(semantic_loss(logits, targets).item<double>(), std::log(4.0), 1e-6);
  targets.fill_(kUnknownSemantics);
  const auto none = semantic_loss(logits.requires_grad_(true), targets);
  EXPECT_EQ(none.item<double>(), 0);
  EXPECT_TRUE(none.requires_grad());
}

}  // namespace
}  // namespace hoi
