#include "training/momentum_sgd.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/counted_waits.h"
#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor parameter(double value) {
  return torch::full({1}, value, torch::kFloat64).requires_grad_(true);
}

// By hand, momentum 0.9, decay 0.1, rate 0.5, gradient 2 in both steps, w = 1:
//   v = 2 + 0.1          = 2.1     w = 1 - 1.05        = -0.05
//   v = 1.89 + 2 - 0.005 = 3.885   w = -0.05 - 1.9425  = -1.9925
TEST(MomentumSgd, TwoStepsByHand) {
  auto weight = parameter(1);
  MomentumSgd optimizer({{"weight", weight}}, {0.9, 0.1, 0});
  for (int i = 0; i < 2; ++i) {
    optimizer.zero_gradient();
    (weight * 2).sum().backward();
    optimizer.step(0.5, optimizer.gradient_norm());
  }
  EXPECT_TRUE(is_close(weight, torch::tensor({-1.9925}, torch::kFloat64), 1e-12));
  EXPECT_TRUE(
      is_close(optimizer.state()[0].second, torch::tensor({3.885}, torch::kFloat64), 1e-12));
}

// Gradients 3 and 4 have norm 5; clipped to 1 they become 0.6 and 0.8.
TEST(MomentumSgd, ClipsTheGlobalNorm) {
  auto a = parameter(0), b = parameter(0);
  MomentumSgd optimizer({{"a", a}, {"b", b}}, {0, 0, 1});
  (a * 3 + b * 4).sum().backward();
  const double norm = optimizer.gradient_norm();
  EXPECT_NEAR(norm, 5, 1e-12);
  optimizer.step(1, norm);
  EXPECT_TRUE(is_close(a, torch::tensor({-0.6}, torch::kFloat64), 1e-12));
  EXPECT_TRUE(is_close(b, torch::tensor({-0.8}, torch::kFloat64), 1e-12));
}

TEST(MomentumSgd, TheNormAddsWhatEachParameterHasInDoubleAndInTheirOrder) {
  torch::manual_seed(3);
  std::vector<std::pair<std::string, torch::Tensor>> parameters;
  double sum = 0;
  for (int i = 0; i < 50; ++i) {
    auto weight = torch::zeros({i + 1, 7}).requires_grad_(true);
    parameters.emplace_back(std::to_string(i), weight);
    if (i % 5 == 4) continue;
    weight.mutable_grad() = torch::randn({i + 1, 7}) * std::pow(10.0, i % 7 - 3);
    const double norm = weight.grad().norm().item<double>();
    sum += norm * norm;
  }
  const MomentumSgd optimizer(parameters, {});
  EXPECT_EQ(optimizer.gradient_norm(), std::sqrt(sum));
}

TEST(MomentumSgd, TheNormWaitsForTheDeviceOnceAtMost) {
  std::vector<std::pair<std::string, torch::Tensor>> parameters;
  for (int i = 0; i < 20; ++i) parameters.emplace_back(std::to_string(i), parameter(1));
  const MomentumSgd optimizer(parameters, {});
  EXPECT_EQ(optimizer.gradient_norm(), 0);
  for (const auto& entry : parameters) entry.second.sum().backward();
  EXPECT_LE(waits_of([&] { optimizer.gradient_norm(); }), 1);
}

TEST(MomentumSgd, TheNormOfAGradientThatIsNotFiniteIsNotFinite) {
  auto a = parameter(0), b = parameter(0);
  const MomentumSgd optimizer({{"a", a}, {"b", b}}, {});
  (a * 3 + b * std::numeric_limits<double>::infinity()).sum().backward();
  EXPECT_FALSE(std::isfinite(optimizer.gradient_norm()));
}

TEST(MomentumSgd, AParameterWithoutGradientStays) {
  auto a = parameter(1), b = parameter(1);
  MomentumSgd optimizer({{"a", a}, {"b", b}}, {0.9, 0.1, 35});
  a.sum().backward();
  optimizer.step(0.1, optimizer.gradient_norm());
  EXPECT_TRUE(is_close(b, torch::tensor({1.0}, torch::kFloat64), 0));
}

}  // namespace
}  // namespace hoi
