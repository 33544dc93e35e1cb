#include "detection/box_head.h"

#include "support/tensors.h"

namespace hoi {
namespace {

BoxHeadOptions small_options() {
  BoxHeadOptions options;
  options.channels = 2;
  options.resolution = 3;
  options.hidden_features = 5;
  options.num_objects = 4;
  return options;
}

TEST(BoxHeadTest, HasTheParametersOfTheSpecification) {
  BoxHeadOptions options;
  options.num_objects = 10;
  BoxHead head(options);
  int64_t count = 0;
  for (const auto& parameter : head->parameters()) count += parameter.numel();
  EXPECT_EQ(count, 13895680 + 1025 * (10 + 1) + 1025 * 4);  // 13.9 M plus outputs
}

TEST(BoxHeadTest, MatchesTheLiteralFormula) {
  torch::manual_seed(1);
  BoxHead head(small_options());
  const auto names = head->named_parameters();
  torch::NoGradGuard no_gradient;
  for (const auto& parameter : names) parameter.value().normal_();
  const auto x = torch::randn({6, 2, 3, 3});
  const auto layer = [&](const std::string& name, const torch::Tensor& input) {
    return input.matmul(names[name + ".weight"].t()) + names[name + ".bias"];
  };
  const auto hidden = layer("hidden2", layer("hidden1", x.reshape({6, 18})).relu()).relu();
  const BoxHeadOutput output = head->forward(x);
  EXPECT_TRUE(is_close(output.class_logits, layer("classes", hidden), 1e-4));
  EXPECT_TRUE(is_close(output.deltas, layer("deltas", hidden), 1e-4));
}

TEST(BoxHeadTest, StartsWithTheDeviationsOfTheSpecification) {
  torch::manual_seed(1);
  BoxHeadOptions options = small_options();
  options.hidden_features = 512;
  options.num_objects = 60;
  BoxHead head(options);
  const auto names = head->named_parameters();
  EXPECT_NEAR(names["classes.weight"].std().item<double>(), 0.01, 5e-4);
  EXPECT_NEAR(names["deltas.weight"].std().item<double>(), 0.001, 1e-4);
  EXPECT_NEAR(names["hidden2.weight"].abs().max().item<double>(), std::sqrt(6.0 / 1024), 1e-3);
  EXPECT_EQ(names["hidden1.bias"].abs().max().item<double>(), 0);
}

TEST(BoxHeadTest, TakesNoRegions) {
  BoxHead head(small_options());
  const BoxHeadOutput output = head->forward(torch::zeros({0, 2, 3, 3}));
  EXPECT_EQ(output.class_logits.sizes(), (std::vector<int64_t>{0, 5}));
  EXPECT_EQ(output.deltas.sizes(), (std::vector<int64_t>{0, 4}));
}

}  // namespace
}  // namespace hoi
