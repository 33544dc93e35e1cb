#include "relation/face_attention.h"

#include "support/tensors.h"

namespace hoi {
namespace {

FaceAttentionOptions small_attention() {
  FaceAttentionOptions options;
  options.channels = 4;
  options.resolution = 3;
  options.hidden_features = 6;
  return options;
}

torch::Tensor random_regions(int64_t count) {
  return torch::randn({count, 4, 3, 3}, torch::kFloat64);
}

/// Two faces, three humans of whom human 1 has none, four objects, five pairs.
FaceAttentionInput random_attention_input() {
  FaceAttentionInput input;
  input.face = random_regions(3);
  input.face[0] = 0;
  input.faceless = random_regions(3);
  input.object = random_regions(4);
  input.human_of_pair = torch::tensor({0, 0, 1, 2, 1}, torch::kInt64);
  input.face_of_pair = torch::tensor({2, 2, 0, 1, 0}, torch::kInt64);
  input.object_of_pair = torch::tensor({3, 1, 0, 3, 2}, torch::kInt64);
  return input;
}

FaceAttention double_attention() {
  FaceAttention module(small_attention());
  module->to(torch::kFloat64);
  for (auto& parameter : module->parameters()) parameter.detach().normal_(0, 0.3);
  return module;
}

/// sigma(FCx2([A, B])) on one vector per pair, with the parameters called `name`.
torch::Tensor literal_attention(FaceAttention& module, const std::string& name,
                                const torch::Tensor& a, const torch::Tensor& b) {
  auto parameters = module->named_parameters();
  const auto both = torch::cat({a, b}, 1).flatten(1);  // [A, B] on channels, (P, 2C, r, r)
  const auto hidden =
      (both.matmul(parameters[name + ".hidden.weight"].t()) + parameters[name + ".hidden.bias"])
          .relu();
  return (hidden.matmul(parameters[name + ".output.weight"].t()) +
          parameters[name + ".output.bias"])
      .squeeze(1)
      .sigmoid();
}

TEST(FaceAttention, MatchesEquations8And9PairByPair) {
  torch::manual_seed(1);
  auto module = double_attention();
  const auto input = random_attention_input();
  const auto weights = module->forward(input);

  const auto object = input.object.index_select(0, input.object_of_pair);
  auto face =
      literal_attention(module, "face", input.face.index_select(0, input.face_of_pair), object);
  face = torch::where(input.face_of_pair.gt(0), face, torch::zeros_like(face));
  EXPECT_TRUE(is_close(weights.face, face, 1e-12));
  EXPECT_TRUE(
      is_close(weights.faceless,
               literal_attention(module, "faceless",
                                 input.faceless.index_select(0, input.human_of_pair), object),
               1e-12));
}

TEST(FaceAttention, GivesNoWeightToAFaceThatIsNotThere) {
  torch::manual_seed(2);
  const auto weights = double_attention()->forward(random_attention_input());
  const auto alpha = weights.face;
  EXPECT_EQ(alpha[2].item<double>(), 0);
  EXPECT_EQ(alpha[4].item<double>(), 0);
  EXPECT_GT(alpha[0].item<double>(), 0);
  EXPECT_GT(weights.faceless.min().item<double>(), 0);
}

TEST(FaceAttention, HasTheGradientOfItsFormula) {
  torch::manual_seed(3);
  auto module = double_attention();
  auto input = random_attention_input();
  const auto loss_of = [&](torch::Tensor FaceAttentionInput::*member) {
    return [&module, &input, member](const torch::Tensor& value) {
      auto changed = input;
      changed.*member = value;
      const auto weights = module->forward(changed);
      const auto factors = torch::arange(1, 6, torch::kFloat64);
      return ((weights.face + 2 * weights.faceless) * factors).sum();
    };
  };
  EXPECT_TRUE(gradient_matches(loss_of(&FaceAttentionInput::object), input.object, 1e-5, 1e-6));
  EXPECT_TRUE(gradient_matches(loss_of(&FaceAttentionInput::face), input.face, 1e-5, 1e-6));
  EXPECT_TRUE(gradient_matches(loss_of(&FaceAttentionInput::faceless), input.faceless, 1e-5, 1e-6));
}

TEST(FaceAttention, StartsUndecided) {
  FaceAttention module(small_attention());
  auto input = random_attention_input();
  for (auto* tensor : {&input.face, &input.faceless, &input.object})
    *tensor = tensor->to(torch::kFloat32);
  const auto weights = module->forward(input);
  EXPECT_TRUE(is_close(weights.faceless, torch::full({5}, 0.5), 0.1));
}

TEST(FaceAttention, TakesNoPairs) {
  FaceAttention module(small_attention());
  const auto none = torch::zeros({0, 4, 3, 3}), nobody = torch::zeros({0}, torch::kInt64);
  const auto weights =
      module->forward({torch::zeros({1, 4, 3, 3}), none, none, nobody, nobody, nobody});
  EXPECT_EQ(weights.face.sizes(), torch::IntArrayRef({0}));
  EXPECT_EQ(weights.faceless.sizes(), torch::IntArrayRef({0}));
}

TEST(RegionAttention, RejectsRegionsOfAnotherSize) {
  RegionAttention module(small_attention());
  const auto row = torch::zeros({1}, torch::kInt64);
  EXPECT_THROW(module->forward(torch::zeros({1, 5, 3, 3}), row, torch::zeros({1, 4, 3, 3}), row),
               c10::Error);
}

}  // namespace
}  // namespace hoi
