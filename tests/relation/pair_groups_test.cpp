#include "relation/pair_groups.h"

#include "support/tensors.h"
#include "vision/boxes.h"

namespace hoi {
namespace {

HumanObjectPairs pairs_between(const std::vector<int64_t>& humans,
                               const std::vector<int64_t>& objects) {
  return {torch::tensor(humans, torch::kInt64), torch::tensor(objects, torch::kInt64)};
}

RelationInput input_of(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                       const torch::Tensor& parent_boxes, const torch::Tensor& image_index) {
  RelationInput input;
  input.pairs = pairs;
  input.boxes = boxes;
  input.parent_boxes = parent_boxes;
  input.image_index = image_index;
  return input;
}

/// All regions in one image.
PairGroups groups_of(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                     const torch::Tensor& parent_boxes,
                     UnionSharing sharing = UnionSharing::kSameBoxes) {
  const auto image = torch::full({boxes.size(0)}, 3, torch::kInt64);
  return group_pairs(input_of(pairs, boxes, parent_boxes, image), sharing);
}

TEST(GroupPairs, KeepsEachHumanAndObjectOnceAndLeadsBackToThePairs) {
  const auto boxes = torch::rand({8, 4}).cumsum(1);
  const auto pairs = pairs_between({5, 5, 2, 2, 5}, {0, 7, 0, 3, 3});
  const auto groups = groups_of(pairs, boxes, boxes + 1);
  EXPECT_TRUE(is_close(groups.humans, torch::tensor({2, 5}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(groups.objects, torch::tensor({0, 3, 7}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(groups.humans.index_select(0, groups.human_of_pair), pairs.human, 0));
  EXPECT_TRUE(is_close(groups.objects.index_select(0, groups.object_of_pair), pairs.object, 0));
}

TEST(GroupPairs, GivesEachPairItsUnionBoxesOfBothStages) {
  const auto boxes = torch::rand({8, 4}).cumsum(1);
  const auto parents = torch::rand({8, 4}).cumsum(1);
  const auto pairs = pairs_between({5, 5, 2, 2, 5}, {0, 7, 0, 3, 3});
  const auto groups = groups_of(pairs, boxes, parents);
  const auto rows = groups.union_of_pair;
  EXPECT_TRUE(is_close(
      groups.union_boxes.index_select(0, rows),
      union_boxes(boxes.index_select(0, pairs.human), boxes.index_select(0, pairs.object)), 0));
  EXPECT_TRUE(is_close(
      groups.parent_union_boxes.index_select(0, rows),
      union_boxes(parents.index_select(0, pairs.human), parents.index_select(0, pairs.object)), 0));
}

// Regions 0 and 1 swap roles, 2 and 3 lie inside 0: three pairs of 0 with only two union boxes.
TEST(GroupPairs, SharesOneUnionWhereTheBoxesOfBothStagesAgree) {
  const auto boxes = torch::tensor(
      {{0., 0., 50., 90.}, {40., 0., 99., 90.}, {5., 5., 9., 9.}, {20., 20., 30., 30.}});
  const auto pairs = pairs_between({0, 1, 0, 0}, {1, 0, 2, 3});
  const auto groups = groups_of(pairs, boxes, boxes);
  EXPECT_EQ(groups.union_boxes.size(0), 2);
  const auto union_of = [&](int64_t pair) { return groups.union_of_pair[pair].item<int64_t>(); };
  EXPECT_EQ(union_of(0), union_of(1));
  EXPECT_EQ(union_of(2), union_of(3));
  EXPECT_NE(union_of(0), union_of(2));

  auto parents = boxes.clone();
  parents[3] = torch::tensor({45., 20., 60., 30.});  // region 3 used to reach out of region 0
  EXPECT_EQ(groups_of(pairs, boxes, parents).union_boxes.size(0), 3);
}

TEST(GroupPairs, SharesUnionsOfTheSameRegionsOnlyWhereMoreThanTheBoxCounts) {
  const auto boxes = torch::tensor(
      {{0., 0., 50., 90.}, {40., 0., 99., 90.}, {5., 5., 9., 9.}, {20., 20., 30., 30.}});
  const auto pairs = pairs_between({0, 1, 0, 0}, {1, 0, 2, 3});
  const auto groups = groups_of(pairs, boxes, boxes + 1, UnionSharing::kSameRegions);
  const auto expected = torch::tensor({{0, 1}, {0, 2}, {0, 3}}, torch::kInt64);
  EXPECT_TRUE(is_close(groups.union_members, expected, 0));
  EXPECT_TRUE(is_close(groups.union_of_pair, torch::tensor({0, 0, 1, 2}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(groups.union_boxes[0], torch::tensor({0., 0., 99., 90.}), 0));
  EXPECT_TRUE(is_close(groups.union_boxes[1], boxes[0], 0));
  EXPECT_TRUE(is_close(groups.parent_union_boxes[2], boxes[0] + 1, 0));
  EXPECT_FALSE(groups_of(pairs, boxes, boxes).union_members.defined());
}

// Regions 2 and 3 are regions 0 and 1 in another image.
TEST(GroupPairs, SharesNothingBetweenImages) {
  const auto boxes = (10 * torch::rand({2, 4})).cumsum(1).repeat({2, 1});
  const auto pairs = pairs_between({2, 0, 1, 3}, {3, 1, 0, 2});
  const auto image = torch::tensor({7, 7, 5, 5}, torch::kInt64);
  for (const auto sharing : {UnionSharing::kSameBoxes, UnionSharing::kSameRegions}) {
    const auto groups = group_pairs(input_of(pairs, boxes, boxes + 1, image), sharing);
    EXPECT_TRUE(is_close(groups.human_image, image, 0));
    EXPECT_TRUE(is_close(groups.object_image, image, 0));
    ASSERT_EQ(groups.union_boxes.size(0), 2);
    EXPECT_EQ(groups.union_image.scalar_type(), torch::kInt64);
    EXPECT_TRUE(is_close(groups.union_image.index_select(0, groups.union_of_pair),
                         torch::tensor({5, 7, 7, 5}, torch::kInt64), 0));
    EXPECT_TRUE(is_close(groups.union_boxes[0], groups.union_boxes[1], 0));
  }
}

TEST(GroupPairs, TakesNoPairsAndNoRegions) {
  for (const int64_t regions : {0, 4}) {
    const auto boxes = torch::zeros({regions, 4});
    const auto groups = groups_of(pairs_between({}, {}), boxes, boxes);
    EXPECT_EQ(groups.humans.size(0), 0);
    EXPECT_EQ(groups.objects.size(0), 0);
    EXPECT_EQ(groups.union_boxes.size(0), 0);
    EXPECT_EQ(groups.parent_union_boxes.size(1), 4);
    EXPECT_EQ(groups.union_of_pair.size(0), 0);
    const auto by_region =
        groups_of(pairs_between({}, {}), boxes, boxes, UnionSharing::kSameRegions);
    EXPECT_EQ(by_region.union_members.sizes(), torch::IntArrayRef({0, 2}));
    EXPECT_EQ(by_region.union_boxes.size(0), 0);
  }
}

TEST(GroupPairs, RejectsParentBoxesAndImagesOfOtherRegions) {
  const auto boxes = torch::zeros({3, 4});
  EXPECT_THROW(groups_of(pairs_between({}, {}), boxes, torch::zeros({2, 4})), c10::Error);
  EXPECT_THROW(
      group_pairs(input_of(pairs_between({}, {}), boxes, boxes, torch::zeros({2}, torch::kInt64))),
      c10::Error);
}

}  // namespace
}  // namespace hoi
