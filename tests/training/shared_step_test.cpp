#include "training/shared_step.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "distributed/thread_group.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using Parameters = std::vector<std::pair<std::string, torch::Tensor>>;

MicroBatch whole_step(int64_t pictures) {
  MicroBatch part;
  for (int64_t i = 0; i < pictures; ++i) part.pictures.push_back(i);
  return part;
}

TEST(SharedStep, PicturesArePaddedWithZerosToTheLargestOfAllRanks) {
  run_ranks(2, [](WorkerGroup& group) {
    SharedStep step(group, {});
    const bool first = group.is_first();
    ImageBatch images{torch::ones({1, 3, first ? 32 : 64, first ? 96 : 32}), {{30, 30}}};
    EXPECT_FALSE(step.begin_part(images, false));
    EXPECT_EQ(images.pixels.sizes(), (std::vector<int64_t>{1, 3, 64, 96}));
    EXPECT_EQ(images.pixels.sum().item<double>(), first ? 3 * 32 * 96 : 3 * 64 * 32);
    EXPECT_EQ(images.pixels.index({0, 0, 0, 0}).item<float>(), 1);
    EXPECT_EQ(images.sizes[0].height, 30);
  });
}

TEST(SharedStep, ARankThatWantsToStopStopsAll) {
  run_ranks(3, [](WorkerGroup& group) {
    SharedStep step(group, {});
    ImageBatch images{torch::ones({1, 3, 32, 32}), {{32, 32}}};
    EXPECT_TRUE(step.begin_part(images, group.rank() == 2));
    EXPECT_FALSE(step.begin_part(images, false));
  });
}

// By hand: rows with losses w, 2 w, 3 w on rank 0 and 6 w on rank 1 have the mean 3 w.
TEST(SharedStep, LossAndGradientAreThoseOfAllRows) {
  run_ranks(2, [](WorkerGroup& group) {
    const auto weight = torch::full({1}, 2.0, torch::requires_grad());
    const Parameters parameters{{"weight", weight}};
    SharedStep step(group, parameters);
    GradientAccumulation sums(parameters);
    CascadeLoss loss;
    const bool first = group.is_first();
    loss.add("rows", (weight * (first ? 2 : 6)).sum(), 1, first ? 3 : 1);
    step.share_loss(loss, true);
    step.begin_last_backward();
    sums.add(loss, whole_step(4));
    step.finish(sums);
    EXPECT_NEAR(weight.grad().item<double>(), 3, 1e-6);
    EXPECT_NEAR(sums.loss(), 6, 1e-6);
    ASSERT_EQ(sums.terms().size(), 1U);
    EXPECT_EQ(sums.terms()[0].first, "rows");
    EXPECT_NEAR(sums.terms()[0].second, 6, 1e-6);
  });
}

TEST(SharedStep, ARankWithBorrowedPicturesAddsNothing) {
  run_ranks(2, [](WorkerGroup& group) {
    const auto weight = torch::full({1}, 2.0, torch::requires_grad());
    const Parameters parameters{{"weight", weight}};
    SharedStep step(group, parameters);
    GradientAccumulation sums(parameters);
    CascadeLoss loss;
    loss.add("rows", (weight * 5).sum(), 1, 7);
    step.share_loss(loss, group.is_first());
    step.begin_last_backward();
    sums.add(loss, whole_step(1));
    step.finish(sums);
    EXPECT_NEAR(weight.grad().item<double>(), 5, 1e-6);
    EXPECT_NEAR(sums.loss(), 10, 1e-6);
  });
}

TEST(SharedStep, ALossThatIsNoNumberOnOneRankIsNoneOnAll) {
  run_ranks(2, [](WorkerGroup& group) {
    const auto weight = torch::full({1}, 2.0, torch::requires_grad());
    const Parameters parameters{{"weight", weight}};
    SharedStep step(group, parameters);
    GradientAccumulation sums(parameters);
    CascadeLoss loss;
    loss.add("rows", (weight * (group.is_first() ? 1.0 : NAN)).sum(), 1, 2);
    step.share_loss(loss, true);
    step.begin_last_backward();
    sums.add(loss, whole_step(2));
    step.finish(sums);
    EXPECT_TRUE(std::isnan(sums.loss()));
  });
}

TEST(SharedStep, AProcessThatIsAloneKeepsEveryBit) {
  WorkerGroup group;
  const auto weight = torch::full({1}, 0.1, torch::requires_grad());
  const Parameters parameters{{"weight", weight}};
  SharedStep step(group, parameters);
  GradientAccumulation sums(parameters);
  ImageBatch images{torch::ones({1, 3, 32, 32}), {{32, 32}}};
  const auto pixels = images.pixels;
  EXPECT_TRUE(step.begin_part(images, true));
  EXPECT_TRUE(images.pixels.is_same(pixels));
  CascadeLoss loss;
  loss.add("rows", (weight * 3).sum(), 1, 7);
  const auto value = loss.terms()[0].value;
  step.share_loss(loss, true);
  EXPECT_TRUE(loss.terms()[0].value.is_same(value));
  step.begin_last_backward();
  sums.add(loss, whole_step(1));
  step.finish(sums);
  EXPECT_EQ(weight.grad().item<float>(), 3.F);
  EXPECT_EQ(step.waited_seconds(), 0);
}

}  // namespace
}  // namespace hoi
