#include "relation/mask_gating.h"

#include "relation/recognition_stage.h"
#include "relation/small_stage.h"
#include "support/tensors.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

constexpr int64_t kCells = 7;

PairRegionFeatures three_kinds_of_regions() {
  torch::manual_seed(3);
  const auto random = [](int64_t count) {
    return torch::randn({count, 4, kCells, kCells}, torch::kFloat64);
  };
  const auto human = random(2);
  return {torch::rand({2, 4}, torch::kFloat64), human, human, random(3), random(5)};
}

RegionMasks three_kinds_of_masks() {
  const auto random = [](int64_t count) {
    return torch::rand({count, kMaskSize, kMaskSize}, torch::kFloat64);
  };
  return {random(2), random(3), random(5)};
}

/// The mean of the 4 x 4 tiles of each cell.
torch::Tensor cells_of(const torch::Tensor& masks) {
  return masks.view({-1, kCells, 4, kCells, 4}).mean(4).mean(2).unsqueeze(1);
}

TEST(GateRegions, FadesEveryCellByItsPartOfTheMask) {
  const auto regions = three_kinds_of_regions();
  const auto masks = three_kinds_of_masks();
  const auto gated = gate_regions(Representation::kMask, regions, masks);
  EXPECT_TRUE(is_close(gated.human, regions.human * cells_of(masks.human), 1e-12));
  EXPECT_TRUE(is_close(gated.object, regions.object * cells_of(masks.object), 1e-12));
  EXPECT_TRUE(is_close(gated.unions, regions.unions * cells_of(masks.unions), 1e-12));
}

TEST(GateRegions, TakesTheLargerOrTheSumOfBoxAndMask) {
  const auto regions = three_kinds_of_regions();
  const auto masks = three_kinds_of_masks();
  const auto larger = gate_regions(Representation::kMax, regions, masks);
  EXPECT_TRUE(is_close(
      larger.human, torch::maximum(regions.human, regions.human * cells_of(masks.human)), 1e-12));
  const auto sum = gate_regions(Representation::kSum, regions, masks);
  EXPECT_TRUE(is_close(sum.unions, regions.unions * (1 + cells_of(masks.unions)), 1e-12));
}

TEST(GateRegions, LeavesTheHumanThatTheFaceIsRemovedFrom) {
  const auto regions = three_kinds_of_regions();
  for (const auto kind : {Representation::kMask, Representation::kMax, Representation::kSum}) {
    const auto gated = gate_regions(kind, regions, three_kinds_of_masks());
    EXPECT_TRUE(torch::equal(gated.human_in_box, regions.human_in_box));
    EXPECT_TRUE(torch::equal(gated.human_boxes, regions.human_boxes));
    EXPECT_FALSE(torch::equal(gated.human, regions.human));
  }
}

TEST(GateRegions, RejectsMasksOfOtherRegions) {
  auto masks = three_kinds_of_masks();
  masks.object = masks.human;
  EXPECT_THROW(gate_regions(Representation::kMask, three_kinds_of_regions(), masks), c10::Error);
}

PairGroups groups_by_region(const torch::Tensor& boxes, const HumanObjectPairs& pairs) {
  RelationInput input;
  input.boxes = input.parent_boxes = boxes;
  input.image_index = torch::zeros({boxes.size(0)}, torch::kInt64);
  input.pairs = pairs;
  return group_pairs(input, UnionSharing::kSameRegions);
}

// A human on the left half of the union and an object in its lower right quarter, masks 0.5 and 1.
TEST(RegionMasks, ShowsBothInstancesInTheFrameOfTheirUnion) {
  const auto boxes = torch::tensor({{0., 0., 4., 8.}, {9., 9., 9., 9.}, {4., 4., 8., 8.}});
  auto masks = torch::ones({3, 4, 4});
  masks[0] *= 0.5;
  const auto groups = groups_by_region(
      boxes, {torch::zeros({1}, torch::kInt64), torch::full({1}, 2, torch::kInt64)});
  const auto seen = region_masks(masks, boxes, groups.union_boxes, groups);
  EXPECT_TRUE(torch::equal(seen.human, masks.slice(0, 0, 1)));
  EXPECT_TRUE(torch::equal(seen.object, masks.slice(0, 2, 3)));
  const auto expected =
      torch::tensor({{{.5, .5, 0., 0.}, {.5, .5, 0., 0.}, {.5, .5, 1., 1.}, {.5, .5, 1., 1.}}});
  EXPECT_TRUE(is_close(seen.unions, expected, 1e-6));
}

TEST(RegionMasks, TakesTheLargerValueWhereInstancesOverlap) {
  const auto boxes = torch::tensor({{0., 0., 8., 8.}, {0., 0., 8., 8.}});
  const auto masks = torch::rand({2, 4, 4});
  const auto groups = groups_by_region(
      boxes, {torch::tensor({1, 0}, torch::kInt64), torch::tensor({0, 1}, torch::kInt64)});
  const auto seen = region_masks(masks, boxes, groups.union_boxes, groups);
  ASSERT_EQ(seen.unions.size(0), 1);
  EXPECT_TRUE(is_close(seen.unions[0], torch::maximum(masks[0], masks[1]), 1e-6));
}

TEST(RegionMasks, NeedsUnionsThatKnowTheirRegions) {
  SmallStage scene;
  const auto groups = group_pairs(scene.input);
  EXPECT_THROW(region_masks(torch::ones({5, 4, 4}), scene.input.boxes, groups.union_boxes, groups),
               c10::Error);
}

TEST(UsesMasks, IsTrueForEverythingButBoxes) {
  EXPECT_FALSE(uses_masks(Representation::kBox));
  for (const auto kind : {Representation::kMask, Representation::kMax, Representation::kSum}) {
    EXPECT_TRUE(uses_masks(kind));
  }
}

TEST(GatingMasks, AreThoseGivenExceptForBoxes) {
  const auto masks = torch::rand({2, 28, 28});
  EXPECT_FALSE(gating_masks(Representation::kBox, masks, 2).defined());
  EXPECT_FALSE(gating_masks(Representation::kBox, {}, 2).defined());
  EXPECT_TRUE(torch::equal(gating_masks(Representation::kSum, masks, 2), masks));
  EXPECT_THROW(gating_masks(Representation::kMask, {}, 2), c10::Error);
  EXPECT_THROW(gating_masks(Representation::kMax, masks, 3), c10::Error);
}

/// What the second of two stages makes of the scene under a representation.
struct TwoStages {
  RecognitionStage first{nullptr}, second{nullptr};

  TwoStages(const SmallStage& scene, Representation representation) {
    auto options = scene.options;
    options.representation = representation;
    torch::manual_seed(4);
    first = scene.stage(options);
    second = scene.stage(options);
  }

  RelationFeatures features(const SmallStage& scene, const RelationInput& input) {
    return second->features(scene.image, input, {first.get()});
  }
};

TEST(RecognitionStageWithMasks, AddsNothingToABoxWhereTheMaskIsEmptyAndBothAreSummed) {
  SmallStage scene;
  auto masked = scene.input;
  masked.masks = torch::zeros({5, kMaskSize, kMaskSize});
  const auto box = TwoStages(scene, Representation::kBox).features(scene, masked);
  const auto sum = TwoStages(scene, Representation::kSum).features(scene, masked);
  EXPECT_TRUE(is_close(sum.visual, box.visual, 1e-5));
  EXPECT_TRUE(torch::equal(sum.semantic, box.semantic));
  const auto mask = TwoStages(scene, Representation::kMask).features(scene, masked);
  EXPECT_FALSE(is_close(mask.visual, box.visual, 1e-3));
}

// A pair whose object's box is the human's: there, full masks cover every region of both stages.
TEST(RecognitionStageWithMasks, SeesTheBoxWhereTheMaskFillsIt) {
  SmallStage scene;
  auto input = scene.input;
  input.boxes[1] = input.boxes[0];
  input.parent_boxes = input.boxes.clone();
  input.pairs = input.pairs.select(torch::zeros({1}, torch::kInt64));
  input.masks = torch::ones({5, kMaskSize, kMaskSize});
  const auto box = TwoStages(scene, Representation::kBox).features(scene, input);
  for (const auto kind : {Representation::kMask, Representation::kMax}) {
    EXPECT_TRUE(is_close(TwoStages(scene, kind).features(scene, input).visual, box.visual, 1e-5));
  }
}

TEST(RecognitionStageWithMasks, GivesAPairTheFeaturesItHasAlone) {
  SmallStage scene;
  const auto input = scene.with_masks();
  for (const auto kind : {Representation::kMask, Representation::kMax, Representation::kSum}) {
    TwoStages stages(scene, kind);
    const auto all = stages.features(scene, input);
    for (int64_t p = 0; p < input.pairs.size(); ++p) {
      const auto row = torch::full({1}, p, torch::kInt64);
      auto alone = input;
      alone.pairs = input.pairs.select(row);
      const auto features = stages.features(scene, alone);
      EXPECT_TRUE(is_close(features.visual, all.select(row).visual, 1e-5));
      EXPECT_TRUE(is_close(features.geometric, all.select(row).geometric, 1e-5));
    }
  }
}

TEST(RecognitionStageWithMasks, ReadsNoMasksWhenEveryInstanceIsItsBox) {
  SmallStage scene;
  TwoStages stages(scene, Representation::kBox);
  const auto without = stages.features(scene, scene.input);
  const auto with = stages.features(scene, scene.with_masks());
  EXPECT_TRUE(torch::equal(with.visual, without.visual));
  EXPECT_TRUE(torch::equal(with.geometric, without.geometric));
}

TEST(RecognitionStageWithMasks, RasterisesThePixelsInEveryRepresentationOfMasks) {
  SmallStage scene;
  const auto input = scene.with_masks();
  const auto box = TwoStages(scene, Representation::kBox).features(scene, input).geometric;
  const auto mask = TwoStages(scene, Representation::kMask).features(scene, input).geometric;
  EXPECT_FALSE(is_close(mask, box, 1e-3));
  for (const auto kind : {Representation::kMax, Representation::kSum}) {
    EXPECT_TRUE(torch::equal(TwoStages(scene, kind).features(scene, input).geometric, mask));
  }
}

TEST(RecognitionStageWithMasks, TakesAnImageWithoutRegionsAndNeedsMasksOfAllOthers) {
  SmallStage scene;
  TwoStages stages(scene, Representation::kMask);
  EXPECT_THROW(stages.features(scene, scene.input), c10::Error);
  auto input = scene.without_pairs();
  input.boxes = input.parent_boxes = torch::zeros({0, 4});
  input.labels = torch::zeros({0}, torch::kInt64);
  input.masks = torch::zeros({0, kMaskSize, kMaskSize});
  input = of_one_image(input, 1);
  const auto features = stages.features(scene, input);
  EXPECT_EQ(features.visual.size(0), 0);
  EXPECT_EQ(features.geometric.size(0), 0);
}

}  // namespace
}  // namespace hoi
