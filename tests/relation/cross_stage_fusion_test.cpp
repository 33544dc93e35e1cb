#include "relation/cross_stage_fusion.h"

#include "relation/literal_visual_feature.h"
#include "support/tensors.h"

namespace hoi {
namespace {

CrossStageFusion double_fusion() {
  CrossStageFusionOptions options;
  options.channels = 5;
  options.resolution = 3;
  options.features = 7;
  CrossStageFusion module(options);
  module->to(torch::kFloat64);
  for (auto& parameter : module->parameters()) parameter.detach().normal_(0, 0.2);
  return module;
}

/// Eq. (11) as written: two full layers on the sum of the two (P, 3C, r, r) tensors.
torch::Tensor literal_fusion(CrossStageFusion& module, const VisualFeature& current,
                             const VisualFeature* previous) {
  auto parameters = module->named_parameters();
  auto x = literal_visual_feature(current);
  if (previous != nullptr) x = x + literal_visual_feature(*previous);
  x = torch::leaky_relu(
      x.flatten(1).matmul(parameters["hidden.weight"].t()) + parameters["hidden.bias"], 0.1);
  return torch::leaky_relu(x.matmul(parameters["output.weight"].t()) + parameters["output.bias"],
                           0.1);
}

TEST(CrossStageFusion, EqualsTheNaiveFormWithAndWithoutPredecessorAndFaces) {
  torch::manual_seed(1);
  auto module = double_fusion();
  for (const bool faces : {true, false}) {
    const auto current = random_visual_feature({}, faces);
    const auto previous = random_predecessor(current);
    EXPECT_TRUE(
        is_close(module->forward(current, {}), literal_fusion(module, current, nullptr), 1e-12));
    EXPECT_TRUE(is_close(module->forward(current, {previous}),
                         literal_fusion(module, current, &previous), 1e-12));
  }
}

TEST(CrossStageFusion, AddsAllPredecessorsOfARunningSum) {
  torch::manual_seed(3);
  auto module = double_fusion();
  const auto current = random_visual_feature({}, true);
  const auto second = random_predecessor(current), first = random_predecessor(current);
  auto parameters = module->named_parameters();
  const auto sum = literal_visual_feature(current) + literal_visual_feature(second) +
                   literal_visual_feature(first);
  const auto hidden = torch::leaky_relu(
      torch::linear(sum.flatten(1), parameters["hidden.weight"], parameters["hidden.bias"]), 0.1);
  const auto expected = torch::leaky_relu(
      torch::linear(hidden, parameters["output.weight"], parameters["output.bias"]), 0.1);
  EXPECT_TRUE(is_close(module->forward(current, {first, second}), expected, 1e-12));
}

TEST(CrossStageFusion, EqualsTheNaiveFormWhenNobodyHasAFace) {
  torch::manual_seed(2);
  auto module = double_fusion();
  VisualFeatureSizes sizes;
  sizes.faces = 0;
  const auto current = random_visual_feature(sizes, true);
  ASSERT_EQ(current.weights.face.abs().max().item<double>(), 0);
  const auto previous = random_predecessor(current);
  EXPECT_TRUE(is_close(module->forward(current, {previous}),
                       literal_fusion(module, current, &previous), 1e-12));
}

TEST(CrossStageFusion, HasTheGradientsOfTheNaiveForm) {
  torch::manual_seed(3);
  auto module = double_fusion();
  auto current = random_visual_feature({}, true);
  auto previous = random_predecessor(current);
  std::vector<torch::Tensor> inputs = module->parameters();
  for (auto* stage : {&current, &previous}) {
    for (auto* tensor : {&stage->human, &stage->object, &stage->unions, &stage->faceless,
                         &stage->weights.face, &stage->weights.faceless}) {
      inputs.push_back(tensor->requires_grad_(true));
    }
  }
  inputs.push_back(current.face.requires_grad_(true));
  const auto factors = torch::randn({8, 7}, torch::kFloat64);
  const auto split =
      torch::autograd::grad({(module->forward(current, {previous}) * factors).sum()}, inputs);
  const auto naive =
      torch::autograd::grad({(literal_fusion(module, current, &previous) * factors).sum()}, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(is_close(split[i], naive[i], 1e-10)) << "input " << i;
  }
}

TEST(CrossStageFusion, HasTheGradientOfItsFormula) {
  torch::manual_seed(4);
  auto module = double_fusion();
  const auto current = random_visual_feature({}, true);
  const auto previous = random_predecessor(current);
  const auto loss = [&](const torch::Tensor& object) {
    auto changed = previous;
    changed.object = object;
    return module->forward(current, {changed}).square().sum();
  };
  EXPECT_TRUE(gradient_matches(loss, previous.object, 1e-6, 1e-5));
}

TEST(CrossStageFusion, UsesTheRawPredecessorOfEveryPair) {
  torch::manual_seed(5);
  auto module = double_fusion();
  const auto current = random_visual_feature({}, true);
  auto nothing = random_predecessor(current);
  for (auto* tensor : {&nothing.human, &nothing.object, &nothing.unions, &nothing.faceless,
                       &nothing.weights.face}) {
    tensor->zero_();
  }
  // X_v^{t-1} = 0 is the first stage.
  EXPECT_TRUE(is_close(module->forward(current, {nothing}), module->forward(current, {}), 1e-12));
}

TEST(CrossStageFusion, TakesNoPairsAndStillBackpropagates) {
  VisualFeatureSizes sizes;
  sizes.humans = sizes.objects = sizes.unions = sizes.pairs = 0;
  auto module = double_fusion();
  const auto none = random_visual_feature(sizes, true);
  const auto fused = module->forward(none, {none});
  EXPECT_EQ(fused.sizes(), torch::IntArrayRef({0, 7}));
  fused.sum().backward();
}

TEST(CrossStageFusion, RejectsAPredecessorOfOtherRegionsOrFaces) {
  auto module = double_fusion();
  const auto current = random_visual_feature({}, true);
  auto fewer = random_predecessor(current);
  fewer.object = fewer.object.slice(0, 0, 2);
  EXPECT_THROW(module->forward(current, {fewer}), c10::Error);
  auto other_face = random_predecessor(current);
  other_face.face = current.face.clone();
  EXPECT_THROW(module->forward(current, {other_face}), c10::Error);
}

}  // namespace
}  // namespace hoi
