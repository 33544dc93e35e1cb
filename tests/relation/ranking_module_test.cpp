#include "relation/ranking_module.h"

#include <cmath>

#include "support/tensors.h"

namespace hoi {
namespace {

RankingModule small_ranking() {
  RankingModuleOptions options;
  options.visual_features = 2;
  options.geometric_features = 1;
  RankingModule module(options);
  module->named_parameters()["score.weight"].detach().copy_(torch::tensor({{1., -2., 0.5}}));
  module->named_parameters()["score.bias"].detach().fill_(0.25);
  return module;
}

// Logits 1*1 - 2*1 + 0.5*2 + 0.25 = 0.25 and 0*1 - 2*(-1) + 0.5*0 + 0.25 = 2.25.
TEST(RankingModule, MatchesEquation13) {
  const auto visual = torch::tensor({{1., 1.}, {0., -1.}}), geometric = torch::tensor({{2.}, {0.}});
  const auto expected = torch::tensor({1 / (1 + std::exp(-0.25)), 1 / (1 + std::exp(-2.25))});
  EXPECT_TRUE(is_close(small_ranking()->forward(visual, geometric), expected, 1e-6));
}

TEST(RankingModule, HasTheGradientOfItsFormula) {
  auto module = small_ranking();
  module->to(torch::kFloat64);
  const auto geometric = torch::randn({3, 1}, torch::kFloat64);
  const auto loss = [&](const torch::Tensor& visual) {
    return module->forward(visual, geometric).square().sum();
  };
  EXPECT_TRUE(gradient_matches(loss, torch::randn({3, 2}, torch::kFloat64), 1e-5, 1e-7));
}

TEST(RankingModule, TakesNoPairs) {
  EXPECT_EQ(small_ranking()->forward(torch::zeros({0, 2}), torch::zeros({0, 1})).sizes(),
            torch::IntArrayRef({0}));
}

TEST(RankingModule, RejectsRowsThatDoNotMatch) {
  EXPECT_THROW(small_ranking()->forward(torch::zeros({2, 2}), torch::zeros({3, 1})), c10::Error);
}

TEST(RankingModule, IsOneLayerOf1280Inputs) {
  EXPECT_EQ(RankingModule()->named_parameters()["score.weight"].numel(), 1280);
}

}  // namespace
}  // namespace hoi
