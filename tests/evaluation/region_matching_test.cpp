#include "evaluation/region_matching.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

constexpr std::uint16_t kAllThresholds = (1U << kOverlapThresholds) - 1;

AnnotatedRegion annotated_box(double x, double y, double width, double height) {
  AnnotatedRegion region;
  region.region.box = {x, y, width, height};
  region.area = width * height;
  return region;
}

PredictedRegion predicted_box(double x, double y, double width, double height, double score = 0.5) {
  PredictedRegion region;
  region.region.box = {x, y, width, height};
  region.score = score;
  return region;
}

std::vector<JudgedRegion> judged(const std::vector<AnnotatedRegion>& annotated,
                                 const std::vector<PredictedRegion>& predicted) {
  std::vector<const AnnotatedRegion*> regions;
  std::vector<const PredictedRegion*> predictions;
  for (const auto& region : annotated) regions.push_back(&region);
  for (const auto& region : predicted) predictions.push_back(&region);
  return match_regions(regions, predictions, RegionKind::kBox, 100);
}

TEST(OverlapThreshold, HasTheRoundingOfTheOriginal) {
  EXPECT_EQ(overlap_threshold(0), 0.5);
  EXPECT_EQ(overlap_threshold(5), 0.75);
  EXPECT_EQ(overlap_threshold(7), 0.85);  // 0.5 + 7 * 0.05 would be above
  EXPECT_LT(overlap_threshold(8), 0.9);
  EXPECT_NEAR(overlap_threshold(8), 0.9, 1e-15);
  EXPECT_EQ(overlap_threshold(9), 0.95);
}

TEST(HasSize, KnowsTheBordersOfCoco) {
  EXPECT_TRUE(has_size(0, kSmallSize));
  EXPECT_TRUE(has_size(1024, kSmallSize) && has_size(1024, kMediumSize));
  EXPECT_FALSE(has_size(1024.5, kSmallSize) || has_size(1023.5, kMediumSize));
  EXPECT_TRUE(has_size(9216, kMediumSize) && has_size(9216, kLargeSize));
  EXPECT_FALSE(has_size(9216.5, kMediumSize) || has_size(9215.5, kLargeSize));
  EXPECT_TRUE(has_size(1e10, kAnySize) && has_size(0, kAnySize));
}

TEST(RegionOverlap, IsIntersectionOverUnionOfBoxes) {
  const auto annotated = annotated_box(0, 0, 10, 10);
  EXPECT_DOUBLE_EQ(region_overlap(predicted_box(5, 0, 10, 10), annotated, RegionKind::kBox),
                   50.0 / 150);
  EXPECT_EQ(region_overlap(predicted_box(10, 0, 10, 10), annotated, RegionKind::kBox), 0);
  EXPECT_EQ(region_overlap(predicted_box(5, 5, -2, -2), annotated, RegionKind::kBox), 0);
}

TEST(RegionOverlap, WithACrowdIsTheCoveredShare) {
  auto crowd = annotated_box(0, 0, 100, 100);
  crowd.crowd = true;
  EXPECT_DOUBLE_EQ(region_overlap(predicted_box(-4, 0, 10, 10), crowd, RegionKind::kBox), 0.6);
}

TEST(RegionOverlap, ComparesMasksOfTheSameSize) {
  PredictedRegion predicted;
  predicted.region.mask = {5, 2, {0, 6, 4}};
  AnnotatedRegion annotated;
  annotated.region.mask = {5, 2, {4, 4, 2}};
  EXPECT_DOUBLE_EQ(region_overlap(predicted, annotated, RegionKind::kMask), 2.0 / 8);
  annotated.crowd = true;
  EXPECT_DOUBLE_EQ(region_overlap(predicted, annotated, RegionKind::kMask), 2.0 / 6);
  annotated.region.mask = {2, 5, {0, 6, 4}};
  EXPECT_EQ(region_overlap(predicted, annotated, RegionKind::kMask), 0);
}

// 17 of 20 columns: 0.85, the eighth threshold.
TEST(MatchRegions, OverlapOnTheThresholdIsEnough) {
  const auto result = judged({annotated_box(0, 0, 20, 1)}, {predicted_box(0, 0, 17, 1)});
  EXPECT_EQ(result[0].sizes[kAnySize].correct, 0b11111111);
  EXPECT_EQ(result[0].sizes[kAnySize].ignored, 0);
}

TEST(MatchRegions, BestScoredPredictionsChooseFirst) {
  const auto result = judged({annotated_box(0, 0, 10, 10)},
                             {predicted_box(0, 0, 10, 10, 0.4), predicted_box(0, 0, 10, 10, 0.9)});
  ASSERT_EQ(result.size(), 2U);
  EXPECT_EQ(result[0].score, 0.9);
  EXPECT_EQ(result[0].rank, 0U);
  EXPECT_EQ(result[0].sizes[kAnySize].correct, kAllThresholds);
  EXPECT_EQ(result[1].rank, 1U);
  EXPECT_EQ(result[1].sizes[kAnySize].correct, 0);
}

TEST(MatchRegions, OtherSizesAreNeitherRightNorWrong) {
  const auto result = judged({annotated_box(0, 0, 10, 10)}, {predicted_box(0, 0, 10, 10, 0.9),
                                                             predicted_box(50, 50, 40, 40, 0.8)});
  EXPECT_EQ(result[0].sizes[kSmallSize].correct, kAllThresholds);
  EXPECT_EQ(result[0].sizes[kMediumSize].ignored, kAllThresholds);  // matches a small region
  EXPECT_EQ(result[1].sizes[kMediumSize].ignored, 0);               // a wrong medium one
  EXPECT_EQ(result[1].sizes[kSmallSize].ignored, kAllThresholds);
}

// The other region fits better, but it is not looked for.
TEST(MatchRegions, RegionsLookedForComeFirst) {
  auto small = annotated_box(0, 0, 40, 25), medium = annotated_box(0, 0, 40, 26);
  const auto result = judged({medium, small}, {predicted_box(0, 0, 40, 26)});
  EXPECT_EQ(result[0].sizes[kMediumSize].correct, kAllThresholds);
  EXPECT_EQ(result[0].sizes[kSmallSize].correct, kAllThresholds);  // 25 / 26 > 0.95
}

TEST(MatchRegions, ACrowdIsNeverUsedUp) {
  auto crowd = annotated_box(0, 0, 100, 100);
  crowd.crowd = true;
  const auto result = judged({crowd}, {predicted_box(0, 0, 9, 9), predicted_box(0, 0, 9, 9)});
  EXPECT_EQ(result[0].sizes[kAnySize].ignored, kAllThresholds);
  EXPECT_EQ(result[1].sizes[kAnySize].ignored, kAllThresholds);
}

TEST(MatchRegions, ARegionOfAnotherSizeIsUsedUp) {
  const auto result = judged({annotated_box(0, 0, 33, 33)},
                             {predicted_box(0, 0, 32, 32), predicted_box(0, 0, 32, 32)});
  EXPECT_NE(result[0].sizes[kSmallSize].ignored, 0);
  EXPECT_EQ(result[1].sizes[kSmallSize].ignored, 0);  // itself small, and wrong
}

TEST(MatchRegions, TakesNothing) {
  EXPECT_TRUE(judged({}, {}).empty());
  EXPECT_TRUE(judged({annotated_box(0, 0, 1, 1)}, {}).empty());
  EXPECT_EQ(judged({}, {predicted_box(0, 0, 1, 1)})[0].sizes[kAnySize].correct, 0);
}

}  // namespace
}  // namespace hoi
