#include "model/cascade_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(CascadeLoss, StageWeightsAreThoseOfTheSpecification) {
  EXPECT_DOUBLE_EQ(CascadeLoss::stage_weight(1), 1);
  EXPECT_DOUBLE_EQ(CascadeLoss::stage_weight(2), 0.5);
  EXPECT_DOUBLE_EQ(CascadeLoss::stage_weight(3), 0.25);
  EXPECT_DOUBLE_EQ(CascadeLoss::stage_weight(5), 0.0625);
}

// By hand: 2 + 0.5 * 3 + 0.25 * 4 = 4.5
TEST(CascadeLoss, TotalIsTheWeightedSum) {
  CascadeLoss loss;
  loss.add("proposals", torch::tensor(2.0));
  loss.add("stage2", torch::tensor(3.0), CascadeLoss::stage_weight(2));
  loss.add("stage3", torch::tensor(4.0), CascadeLoss::stage_weight(3));
  EXPECT_TRUE(is_close(loss.total(), torch::tensor(4.5)));
  EXPECT_EQ(loss.terms().size(), 3U);
}

// By hand: rows of losses 1, 2, 3 | 6, and no rows | 4, 8 at half weight: 12 / 4 + 0.5 * 12 / 2
// = 6.
TEST(CascadeLoss, SharesOfPartsAddUpToTheLossOfAllRows) {
  CascadeLoss first, second;
  first.add("rows", torch::tensor(2.0), 1, 3);
  first.add("late", torch::tensor(0.0), 0.5, 0);
  second.add("rows", torch::tensor(6.0), 1, 1);
  second.add("late", torch::tensor(6.0), 0.5, 2);
  first.take_share({4, 2});
  second.take_share({4, 2});
  EXPECT_NEAR(first.total().item<double>() + second.total().item<double>(), 6, 1e-12);
  EXPECT_EQ(second.counts(), (std::vector<double>{4, 2}));
}

TEST(CascadeLoss, APartThatIsEverythingKeepsItsBits) {
  CascadeLoss loss;
  loss.add("rows", torch::tensor(0.1F), 1, 3);
  const auto before = loss.terms()[0].value;
  loss.take_share({3});
  EXPECT_TRUE(loss.terms()[0].value.is_same(before));
}

TEST(CascadeLoss, APartWithoutCountsHasNoShare) {
  CascadeLoss loss;
  loss.add("rows", torch::tensor(5.0), 1, 3);
  loss.clear_counts();
  EXPECT_EQ(loss.counts(), std::vector<double>{0});
  loss.take_share({0});
  EXPECT_EQ(loss.total().item<double>(), 0);
}

TEST(CascadeLoss, RefusesCountsOfOtherTerms) {
  CascadeLoss loss;
  loss.add("rows", torch::tensor(5.0));
  EXPECT_THROW(loss.take_share({1, 2}), c10::Error);
}

TEST(CascadeLoss, RefusesATermThatIsNoScalar) {
  CascadeLoss loss;
  EXPECT_THROW(loss.add("vector", torch::zeros({2})), c10::Error);
  EXPECT_THROW(loss.total(), c10::Error);
}

}  // namespace
}  // namespace hoi
