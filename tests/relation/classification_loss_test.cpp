#include "relation/classification_loss.h"

#include <cmath>

#include "support/tensors.h"

namespace hoi {
namespace {

/// The loss of one image.
torch::Tensor classification_loss_alone(const ActionLogits& logits, const torch::Tensor& targets) {
  return classification_loss(logits, targets, torch::full({targets.size(0)}, 4, torch::kInt64));
}

// Targets (1, 0), one pair. Scores: semantic (0.5, 0.5), geometric (0.8, 0.5), visual (0.9, 0.25):
//   semantic (ln 2 + ln 2) / 2, geometric (-ln 0.8 + ln 2) / 2, visual (-ln 0.9 - ln 0.75) / 2.
TEST(ClassificationLoss, SumsTheMeanCrossEntropyOfTheStreams) {
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  const ActionLogits logits{torch::tensor({{0., 0.}}), torch::tensor({{logit(0.8), 0.}}),
                            torch::tensor({{logit(0.9), logit(0.25)}})};
  const double expected =
      std::log(2.) + (-std::log(0.8) + std::log(2.)) / 2 + (-std::log(0.9) - std::log(0.75)) / 2;
  EXPECT_TRUE(is_close(classification_loss_alone(logits, torch::tensor({{1., 0.}})),
                       torch::tensor(expected), 1e-5));
}

// One logit a, three pairs of image 1 and one of image 0: the lonely pair weighs three times as
// much.
TEST(ClassificationLoss, AddsTheMeansOfImages) {
  const auto entropy = [](double logit) { return std::log(1 + std::exp(logit)); };  // target 0
  const auto logits = torch::tensor({{0.5}, {-1.}, {2.}, {0.25}});
  const auto image = torch::tensor({1, 0, 1, 1}, torch::kInt64);
  const double expected = (entropy(0.5) + entropy(2) + entropy(0.25)) / 3 + entropy(-1);
  EXPECT_TRUE(is_close(classification_loss({logits, logits, logits}, torch::zeros({4, 1}), image),
                       torch::tensor(3 * expected), 1e-5));
}

TEST(ClassificationLoss, StaysFiniteForLogitsWhoseScoreRoundsToOne) {
  const auto wrong = torch::tensor({{200.}});
  const auto loss = classification_loss_alone({wrong, wrong, wrong}, torch::zeros({1, 1}));
  EXPECT_TRUE(is_close(loss, torch::tensor(600.), 1e-3));
}

TEST(ClassificationLoss, HasTheGradientOfItsFormula) {
  torch::manual_seed(1);
  const auto targets = torch::rand({4, 3}, torch::kFloat64).gt(0.5).to(torch::kFloat64);
  const auto logits = torch::randn({3, 4, 3}, torch::kFloat64);
  const auto loss = [&](const torch::Tensor& x) {
    return classification_loss_alone({x[0], x[1], x[2]}, targets);
  };
  EXPECT_TRUE(gradient_matches(loss, logits, 1e-5, 1e-7, 36));
}

TEST(ClassificationLoss, IsZeroAndStillBackpropagatesWithoutPairs) {
  auto logits = torch::zeros({0, 3}).requires_grad_(true);
  const auto loss = classification_loss_alone({logits, logits, logits}, torch::zeros({0, 3}));
  EXPECT_EQ(loss.item<float>(), 0);
  loss.backward();
}

TEST(ClassificationLoss, RejectsTargetsOfAnotherShape) {
  const auto logits = torch::zeros({2, 3});
  EXPECT_THROW(classification_loss_alone({logits, logits, logits}, torch::zeros({2, 4})),
               c10::Error);
  EXPECT_THROW(classification_loss({logits, logits, logits}, torch::zeros({2, 3}),
                                   torch::zeros({3}, torch::kInt64)),
               c10::Error);
}

}  // namespace
}  // namespace hoi
