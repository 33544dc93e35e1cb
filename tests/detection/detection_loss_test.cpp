#include "detection/detection_loss.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(DetectionLossTest, SmoothL1IsQuadraticBelowBeta) {
  const auto prediction = torch::tensor({{0.05F, -0.05F, 1.F, -2.F}});
  const auto zero = torch::zeros({1, 4});
  // beta 0.1: 2 * 0.5 * 0.05^2 / 0.1 + (1 - 0.05) + (2 - 0.05) = 2.925
  EXPECT_NEAR(box_loss(prediction, zero, 0.1, 1).item<double>(), 2.925, 1e-6);
  // beta 1: 2 * 0.5 * 0.05^2 + 0.5 + 1.5 = 2.0025
  EXPECT_NEAR(box_loss(prediction, zero, 1, 5).item<double>(), 2.0025 / 5, 1e-6);
}

TEST(DetectionLossTest, CrossEntropiesAreMeansOverRows) {
  // log(1 + e^-2) for a positive with logit 2, log 2 for a negative with logit 0
  const double expected = (std::log1p(std::exp(-2.0)) + std::log(2.0)) / 2;
  EXPECT_NEAR(objectness_loss(torch::tensor({2.F, 0.F}), torch::tensor({1.F, 0.F})).item<double>(),
              expected, 1e-6);
  const auto logits = torch::tensor({{1.F, 0.F, 0.F}, {0.F, 0.F, 0.F}});
  const double first = std::log(std::exp(1.0) + 2) - 1;
  EXPECT_NEAR(class_loss(logits, torch::tensor({0, 2}, torch::kInt64)).item<double>(),
              (first + std::log(3.0)) / 2, 1e-6);
}

TEST(DetectionLossTest, NoRowsGiveAConnectedZero) {
  const auto parameter = torch::ones({3}, torch::requires_grad());
  const auto logits = (parameter * 2).slice(0, 0, 0);
  const auto losses =
      objectness_loss(logits, torch::zeros({0})) +
      class_loss(logits.view({0, 1}).expand({0, 3}), torch::zeros({0}, torch::kInt64)) +
      box_loss(logits.view({0, 1}).expand({0, 4}), torch::zeros({0, 4}), 1, 0);
  EXPECT_EQ(losses.item<float>(), 0);
  losses.backward();
  EXPECT_TRUE(is_close(parameter.grad(), torch::zeros({3}), 0));
}

TEST(DetectionLossTest, GradientsMatchDifferences) {
  torch::manual_seed(1);
  const auto target = torch::randn({3, 4}, torch::kFloat64);
  EXPECT_TRUE(
      gradient_matches([&](const torch::Tensor& x) { return box_loss(x, target, 1.0 / 9, 7); },
                       torch::randn({3, 4}, torch::kFloat64), 1e-5, 1e-4));
}

}  // namespace
}  // namespace hoi
