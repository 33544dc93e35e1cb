#include "detection/frozen_batch_norm.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(FrozenBatchNormTest, MatchesAHandWorkedChannel) {
  FrozenBatchNorm norm(1, 1.0);
  torch::NoGradGuard no_gradient;
  norm->weight.fill_(6);
  norm->bias.fill_(5);
  norm->running_mean.fill_(2);
  norm->running_var.fill_(8);
  // (x - 2) / sqrt(8 + 1) * 6 + 5 = 2 x + 1
  EXPECT_TRUE(
      is_close(norm->forward(torch::tensor({{{{0.F, 3.F}}}})), torch::tensor({{{{1.F, 7.F}}}})));
}

TEST(FrozenBatchNormTest, AgreesWithBatchNormInEvaluationMode) {
  torch::manual_seed(1);
  torch::nn::BatchNorm2d reference(torch::nn::BatchNorm2dOptions(5).eps(1e-3));
  FrozenBatchNorm norm(5, 1e-3);
  torch::NoGradGuard no_gradient;
  reference->eval();
  for (auto* tensor : {&norm->weight, &norm->bias, &norm->running_mean}) tensor->normal_();
  norm->running_var.uniform_(0.1, 2);
  reference->weight.copy_(norm->weight);
  reference->bias.copy_(norm->bias);
  reference->running_mean.copy_(norm->running_mean);
  reference->running_var.copy_(norm->running_var);
  const auto x = torch::randn({2, 5, 3, 4});
  EXPECT_TRUE(is_close(norm->forward(x), reference->forward(x)));
}

TEST(FrozenBatchNormTest, LearnsScaleAndShiftButKeepsItsStatistics) {
  FrozenBatchNorm norm(2, 1e-5);
  norm->train();
  norm->forward(torch::randn({3, 2, 4, 4}) * 10 + 5).square().sum().backward();
  EXPECT_GT(norm->weight.grad().abs().sum().item<float>(), 0);
  EXPECT_GT(norm->bias.grad().abs().sum().item<float>(), 0);
  EXPECT_FALSE(norm->running_mean.requires_grad());
  EXPECT_TRUE(is_close(norm->running_mean, torch::zeros({2}), 0));
  EXPECT_TRUE(is_close(norm->running_var, torch::ones({2}), 0));
}

}  // namespace
}  // namespace hoi
