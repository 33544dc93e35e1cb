#include "relation/human_semantic_mining.h"

#include <cmath>

#include "support/tensors.h"

namespace hoi {
namespace {

/// Eqs. (5)-(7) cell by cell.
torch::Tensor literal_mining(const torch::Tensor& human, double temperature) {
  const auto h = human.flatten(2).to(torch::kFloat64);
  auto result = h.clone();
  for (int64_t n = 0; n < h.size(0); ++n) {
    for (int64_t i = 0; i < h.size(2); ++i) {
      double z = 0;
      auto context = torch::zeros({h.size(1)}, torch::kFloat64);
      for (int64_t j = 0; j < h.size(2); ++j) {
        const auto h_i = h[n].select(1, i), h_j = h[n].select(1, j);
        const double weight = std::exp(h_i.dot(h_j).item<double>() / temperature);
        z += weight;
        context += weight * h_j;
      }
      result[n].select(1, i) += context / z;
    }
  }
  return result.view_as(human);
}

// Cells (1, 0) and (0, 1): a_11 = e / (e + 1) = 0.731059, a_12 = 0.268941, so
// h_bar_1 = (1 + 0.731059, 0.268941) and h_bar_2 mirrors it.
TEST(HumanSemanticMining, MatchesEquations5To7WorkedByHand) {
  const auto human = torch::tensor({1., 0., 0., 1.}).view({1, 2, 1, 2});
  const auto expected = torch::tensor({1.731059, 0.268941, 0.268941, 1.731059}).view({1, 2, 1, 2});
  EXPECT_TRUE(is_close(human_semantic_mining(human, 1), expected, 1e-6));
}

TEST(HumanSemanticMining, MatchesTheLiteralEquationsAtTemperatureOne) {
  torch::manual_seed(1);
  const auto human = 0.5 * torch::randn({2, 4, 3, 2}, torch::kFloat64);
  EXPECT_TRUE(is_close(human_semantic_mining(human, 1), literal_mining(human, 1), 1e-12));
}

TEST(HumanSemanticMining, DividesBySquareRootOfChannelsByDefault) {
  torch::manual_seed(2);
  const auto human = torch::randn({2, 9, 3, 3}, torch::kFloat64);
  EXPECT_TRUE(is_close(human_semantic_mining(human), literal_mining(human, 3), 1e-12));
  EXPECT_TRUE(is_close(human_semantic_mining(human, 3), literal_mining(human, 3), 1e-12));
}

TEST(HumanSemanticMining, DegeneratesToTwiceTheInputInItsLiteralForm) {
  torch::manual_seed(3);
  const auto human = 0.3 * torch::randn({1, 256, 7, 7});
  EXPECT_TRUE(is_close(human_semantic_mining(human, 1), 2 * human, 1e-5));
  // The scaled form mixes cells: this is what the default is for.
  EXPECT_FALSE(is_close(human_semantic_mining(human), 2 * human, 1e-2));
}

TEST(HumanSemanticMining, AddsTheHumanItselfWhenAllCellsAreAlike) {
  const auto human = torch::randn({1, 5, 1, 1}).expand({1, 5, 3, 3});
  EXPECT_TRUE(is_close(human_semantic_mining(human), 2 * human, 1e-6));
}

TEST(HumanSemanticMining, SurvivesActivationsWhoseExponentialOverflows) {
  const auto human = 1000 * torch::randn({1, 16, 3, 3});
  EXPECT_TRUE(human_semantic_mining(human, 1).isfinite().all().item<bool>());
}

TEST(HumanSemanticMining, HasTheGradientOfItsFormula) {
  torch::manual_seed(4);
  const auto weights = torch::randn({2, 4, 3, 2}, torch::kFloat64);
  const auto loss = [&](const torch::Tensor& human) {
    return (human_semantic_mining(human, 1) * weights).sum();
  };
  const auto human = 0.5 * torch::randn({2, 4, 3, 2}, torch::kFloat64);
  EXPECT_TRUE(gradient_matches(loss, human, 1e-5, 1e-6));
}

TEST(HumanSemanticMining, TakesNoHumans) {
  const auto none = human_semantic_mining(torch::zeros({0, 8, 7, 7}));
  EXPECT_EQ(none.sizes(), torch::IntArrayRef({0, 8, 7, 7}));
}

TEST(HumanSemanticMining, RejectsFlatFeaturesAndNegativeTemperatures) {
  EXPECT_THROW(human_semantic_mining(torch::zeros({2, 8})), c10::Error);
  EXPECT_THROW(human_semantic_mining(torch::zeros({2, 8, 3, 3}), -1), c10::Error);
}

}  // namespace
}  // namespace hoi
