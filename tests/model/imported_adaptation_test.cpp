#include "model/imported_adaptation.h"

#include <gtest/gtest.h>

#include "detection/anchor_generator.h"
#include "detection/localization_stage.h"
#include "support/tensors.h"
#include "vision/box_codec.h"

namespace hoi {
namespace {

TEST(ImportedAdaptation, MovesTheBackgroundToTheFront) {
  const auto rows = torch::tensor({{1.F, 2.F}, {3.F, 4.F}, {9.F, 9.F}});
  EXPECT_TRUE(is_close(adapted(rows, Adaptation::kBackgroundFirst, {}),
                       torch::tensor({{9.F, 9.F}, {1.F, 2.F}, {3.F, 4.F}}), 0));
  EXPECT_TRUE(is_close(adapted(torch::tensor({1.F, 2.F, 9.F}), Adaptation::kBackgroundFirst, {}),
                       torch::tensor({9.F, 1.F, 2.F}), 0));
}

TEST(ImportedAdaptation, AddsABackgroundOfZeros) {
  EXPECT_TRUE(is_close(adapted(torch::tensor({{1.F}, {2.F}}), Adaptation::kBackgroundAdded, {}),
                       torch::tensor({{0.F}, {1.F}, {2.F}}), 0));
}

TEST(ImportedAdaptation, CopiesOrArraysOfAnotherShapeComeBackAsTheyAre) {
  const auto scalar = torch::tensor(3.F);
  for (const auto adaptation :
       {Adaptation::kNone, Adaptation::kBackgroundFirst, Adaptation::kBackgroundAdded,
        Adaptation::kAnchorCentres, Adaptation::kStageDeviations}) {
    EXPECT_TRUE(is_close(adapted(scalar, adaptation, {1, true, 8, {1}}), scalar, 0));
  }
  const auto kernel = torch::rand({12, 4, 1, 1});
  EXPECT_TRUE(
      is_close(adapted(kernel, Adaptation::kAnchorCentres, {0, false, 8, {0.5, 1, 2}}), kernel, 0));
}

// Anchors at the corners of the cells with the old biases make the boxes that anchors at the
// centres make with the new ones, on every level.
TEST(ImportedAdaptation, MovedAnchorsMakeTheSameBoxes) {
  torch::manual_seed(1);
  const std::vector<double> ratios{0.5, 1, 2};
  const auto bias = 0.3 * torch::randn({12});
  const auto moved = adapted(bias, Adaptation::kAnchorCentres, {0, true, 8, ratios});
  const BoxCodec codec;
  for (const int64_t stride : {4, 64}) {
    const auto centred =
        AnchorGenerator(8, ratios)({1, 1}, {stride, stride}, stride, torch::TensorOptions());
    const auto cornered = centred - 0.5 * static_cast<double>(stride);
    EXPECT_TRUE(is_close(codec.decode(centred, moved.view({3, 4})),
                         codec.decode(cornered, bias.view({3, 4})), 1e-3));
  }
}

TEST(ImportedAdaptation, DeltasOfAnotherDeviationMakeTheSameBoxes) {
  torch::manual_seed(1);
  const auto box = torch::tensor({{10.F, 20.F, 50.F, 100.F}});
  const auto deltas = torch::randn({4});
  for (const int64_t stage : {1, 2, 3}) {
    const double t = static_cast<double>(stage);
    const BoxCodec theirs({1 / (10 * t), 1 / (10 * t), 1 / (5 * t), 1 / (5 * t)});
    const BoxCodec ours(default_localization_stage(stage).deviations);
    const auto scaled = adapted(deltas, Adaptation::kStageDeviations, {stage, true, 8, {}});
    EXPECT_TRUE(is_close(ours.decode(box, scaled.view({1, 4})),
                         theirs.decode(box, deltas.view({1, 4})), 1e-4));
  }
}

}  // namespace
}  // namespace hoi
