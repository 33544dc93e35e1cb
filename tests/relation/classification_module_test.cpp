#include "relation/classification_module.h"

#include <cmath>

#include "support/tensors.h"

namespace hoi {
namespace {

ClassificationModuleOptions small_classification() {
  ClassificationModuleOptions options;
  options.num_verbs = 3;
  options.visual_features = 4;
  options.geometric_features = 2;
  return options;
}

TEST(ClassificationModule, MatchesEquation15StreamByStream) {
  torch::manual_seed(1);
  ClassificationModule module(small_classification());
  auto parameters = module->named_parameters();
  for (auto& parameter : parameters) parameter.value().detach().normal_();
  const auto semantic = torch::rand({5, 3}), geometric = torch::randn({5, 2}),
             visual = torch::randn({5, 4});
  const auto scores = module->forward(semantic, geometric, visual);
  const auto logits_of = [&](const std::string& name, const torch::Tensor& x) {
    return x.matmul(parameters[name + ".weight"].t()) + parameters[name + ".bias"];
  };
  EXPECT_TRUE(is_close(scores.logits.semantic, logits_of("semantic", semantic)));
  EXPECT_TRUE(is_close(scores.logits.geometric, logits_of("geometric", geometric)));
  EXPECT_TRUE(is_close(scores.logits.visual, logits_of("visual", visual)));
  EXPECT_TRUE(is_close(scores.semantic, 1 / (1 + (-logits_of("semantic", semantic)).exp())));
  EXPECT_TRUE(is_close(scores.geometric, 1 / (1 + (-logits_of("geometric", geometric)).exp())));
  EXPECT_TRUE(is_close(scores.visual, 1 / (1 + (-logits_of("visual", visual)).exp())));
}

TEST(ClassificationModule, StartsRareInTwoStreamsAndWithThePriorInTheThird) {
  torch::manual_seed(2);
  ClassificationModule module(small_classification());
  const auto scores =
      module->forward(torch::tensor({{0., 0.5, 1.}}), torch::zeros({1, 2}), torch::zeros({1, 4}));
  EXPECT_TRUE(is_close(scores.visual, torch::full({1, 3}, 0.05), 1e-6));
  EXPECT_TRUE(is_close(scores.geometric, torch::full({1, 3}, 0.05), 1e-6));
  EXPECT_TRUE(is_close(scores.logits.semantic, torch::tensor({{-3., 0., 3.}}), 0.1));
}

TEST(ClassificationModule, TakesNoPairs) {
  ClassificationModule module(small_classification());
  const auto scores =
      module->forward(torch::zeros({0, 3}), torch::zeros({0, 2}), torch::zeros({0, 4}));
  EXPECT_EQ(scores.fused().sizes(), torch::IntArrayRef({0, 3}));
}

TEST(ClassificationModule, RejectsRowsThatDoNotMatchAndAnEmptyVocabulary) {
  ClassificationModule module(small_classification());
  EXPECT_THROW(module->forward(torch::zeros({1, 3}), torch::zeros({2, 2}), torch::zeros({1, 4})),
               c10::Error);
  const ClassificationModuleOptions without_verbs;
  EXPECT_THROW(ClassificationModule{without_verbs}, c10::Error);
}

// s_s = 0.5, s_g = 0.2, s_v = 0.6.
TEST(ActionScores, FusesTheStreamsByEquation16AndTheOtherRulesOfTable7) {
  const auto full = [](double value) { return torch::full({1, 2}, value); };
  const ActionScores scores{full(0.5), full(0.2), full(0.6), {}};
  EXPECT_TRUE(is_close(scores.fused(), full(0.2), 1e-6));  // (0.6 + 0.2) * 0.5 / 2
  EXPECT_TRUE(is_close(scores.fused(ScoreFusion::kSum), full(1.3 / 3), 1e-6));
  EXPECT_TRUE(is_close(scores.fused(ScoreFusion::kProduct), full(0.06), 1e-6));
  EXPECT_TRUE(is_close(scores.fused(ScoreFusion::kSemanticOnly), full(0.5), 0));
  EXPECT_TRUE(is_close(scores.fused(ScoreFusion::kGeometricOnly), full(0.2), 1e-7));
  EXPECT_TRUE(is_close(scores.fused(ScoreFusion::kVisualOnly), full(0.6), 1e-7));
  EXPECT_THROW(scores.fused(static_cast<ScoreFusion>(99)), c10::Error);
}

}  // namespace
}  // namespace hoi
