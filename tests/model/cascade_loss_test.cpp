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

TEST(CascadeLoss, RefusesATermThatIsNoScalar) {
  CascadeLoss loss;
  EXPECT_THROW(loss.add("vector", torch::zeros({2})), c10::Error);
  EXPECT_THROW(loss.total(), c10::Error);
}

}  // namespace
}  // namespace hoi
