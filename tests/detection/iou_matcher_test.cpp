#include "detection/iou_matcher.h"

#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor labels(const std::vector<int64_t>& values) {
  return torch::tensor(values, torch::kInt64);
}

TEST(IouMatcherTest, ThresholdsAreInclusiveForPositivesAndExclusiveForNegatives) {
  const auto iou = torch::tensor({{0.7F}, {0.6999F}, {0.3F}, {0.2999F}});
  const Matches matches = match_by_iou(iou, {0.7, 0.3});
  EXPECT_TRUE(matches.label.equal(labels({1, -1, -1, 0})));
}

TEST(IouMatcherTest, ARegionBelongsToTheBoxItOverlapsMost) {
  const auto iou = torch::tensor({{0.1F, 0.6F, 0.55F}, {0.8F, 0.0F, 0.0F}});
  const Matches matches = match_by_iou(iou, {0.5, 0.5});
  EXPECT_TRUE(matches.gt_index.equal(labels({1, 0})));
  EXPECT_TRUE(matches.label.equal(labels({1, 1})));
}

TEST(IouMatcherTest, AllRegionsThatTieForABoxArePositive) {
  const auto iou = torch::tensor({{0.4F}, {0.4F}, {0.35F}, {0.1F}});
  const Matches matches = match_by_iou(iou, {0.7, 0.3, 0.3});
  EXPECT_TRUE(matches.label.equal(labels({1, 1, -1, 0})));
}

TEST(IouMatcherTest, TheBestRegionRuleNeedsItsOwnIou) {
  const auto iou = torch::tensor({{0.29F}, {0.1F}});
  EXPECT_TRUE(match_by_iou(iou, {0.7, 0.3, 0.3}).label.equal(labels({0, 0})));
  EXPECT_TRUE(match_by_iou(iou, {0.7, 0.3, 0.2}).label.equal(labels({1, 0})));
  EXPECT_TRUE(match_by_iou(torch::tensor({{0.4F}}), {0.7, 0.3}).label.equal(labels({-1})));
}

TEST(IouMatcherTest, ABoxClaimsItsBestRegionFromALargerRival) {
  // Row 0 overlaps box 0 more, but no other region overlaps box 1 as well as row 0 does.
  const auto iou = torch::tensor({{0.6F, 0.5F}, {0.9F, 0.2F}});
  const Matches matches = match_by_iou(iou, {0.7, 0.3, 0.3});
  EXPECT_TRUE(matches.gt_index.equal(labels({1, 0})));
  EXPECT_TRUE(matches.label.equal(labels({1, 1})));
}

TEST(IouMatcherTest, WithoutBoxesEverythingIsNegative) {
  const Matches matches = match_by_iou(torch::zeros({3, 0}), {0.7, 0.3, 0.3});
  EXPECT_TRUE(matches.label.equal(labels({0, 0, 0})));
  EXPECT_TRUE(matches.gt_index.equal(labels({0, 0, 0})));
  EXPECT_EQ(match_by_iou(torch::zeros({0, 2}), {0.7, 0.3, 0.3}).label.size(0), 0);
}

TEST(IouMatcherTest, ACrowdCoversRegionsThatLieHalfInsideIt) {
  const auto boxes = torch::tensor({{0.F, 0.F, 10.F, 10.F},    // half inside
                                    {0.F, 0.F, 10.1F, 10.F},   // slightly less
                                    {6.F, 1.F, 8.F, 3.F},      // wholly inside
                                    {20.F, 20.F, 30.F, 30.F},  // apart
                                    {7.F, 7.F, 7.F, 7.F}});    // empty
  const auto crowd = torch::tensor({{100.F, 0.F, 110.F, 10.F}, {5.F, 0.F, 10.F, 50.F}});
  const auto expected = torch::tensor({true, false, true, false, false});
  EXPECT_TRUE(is_in_crowd(boxes, crowd).equal(expected));
  EXPECT_FALSE(is_in_crowd(boxes, torch::zeros({0, 4})).any().item<bool>());
  EXPECT_FALSE(is_in_crowd(boxes, {}).any().item<bool>());
  EXPECT_EQ(is_in_crowd(torch::zeros({0, 4}), crowd).size(0), 0);
}

}  // namespace
}  // namespace hoi
