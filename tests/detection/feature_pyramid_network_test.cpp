#include "detection/feature_pyramid_network.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(FeaturePyramidNetworkTest, HasTheParametersOfTheSpecification) {
  FeaturePyramidNetwork network(FeaturePyramidOptions{256},
                                std::vector<int64_t>{256, 512, 1024, 2048});
  int64_t count = 0;
  for (const auto& parameter : network->parameters()) count += parameter.numel();
  EXPECT_EQ(count, 3344384);  // 3.3 M
}

TEST(FeaturePyramidNetworkTest, ReturnsFiveLevels) {
  FeaturePyramidNetwork network(FeaturePyramidOptions{8}, std::vector<int64_t>{4, 5, 6, 7});
  const auto image = network->forward({torch::randn({2, 4, 16, 24}), torch::randn({2, 5, 8, 12}),
                                       torch::randn({2, 6, 4, 6}), torch::randn({2, 7, 2, 3})});
  EXPECT_EQ(image.strides, (std::vector<int64_t>{4, 8, 16, 32, 64}));
  const std::vector<std::vector<int64_t>> sizes{
      {2, 8, 16, 24}, {2, 8, 8, 12}, {2, 8, 4, 6}, {2, 8, 2, 3}, {2, 8, 1, 2}};
  ASSERT_EQ(image.levels.size(), sizes.size());
  for (std::size_t l = 0; l < sizes.size(); ++l) EXPECT_EQ(image.levels[l].sizes(), sizes[l]);
}

TEST(FeaturePyramidNetworkTest, AddsCoarserLevelsToAllTheirCells) {
  FeaturePyramidNetwork network(FeaturePyramidOptions{1}, std::vector<int64_t>{1, 1});
  torch::NoGradGuard no_gradient;
  const auto names = network->named_parameters();
  names["laterals.0.weight"].fill_(1);
  names["laterals.1.weight"].fill_(10);
  names["laterals.1.bias"].fill_(3);
  for (const std::string l : {"0", "1"}) {
    names["outputs." + l + ".weight"].zero_();
    names["outputs." + l + ".weight"][0][0][1][1] = 1;
  }
  names["outputs.0.bias"].fill_(0.5);
  const auto fine = torch::arange(8, torch::kFloat32).view({1, 1, 2, 4});
  const auto coarse = torch::tensor({1.F, 2.F}).view({1, 1, 1, 2});
  const auto image = network->forward({fine, coarse});
  EXPECT_TRUE(is_close(image.levels[1].flatten(), torch::tensor({13.F, 23.F})));
  EXPECT_TRUE(is_close(image.levels[0].flatten(),
                       torch::tensor({13.5F, 14.5F, 25.5F, 26.5F, 17.5F, 18.5F, 29.5F, 30.5F})));
  EXPECT_TRUE(is_close(image.levels[2].flatten(), torch::tensor({13.F})));  // every second cell
}

TEST(FeaturePyramidNetworkTest, StartsWithXavierWeightsAndZeroBiases) {
  FeaturePyramidNetwork network(FeaturePyramidOptions{64}, std::vector<int64_t>{32, 96});
  const auto names = network->named_parameters();
  const auto& weight = names["laterals.1.weight"];
  EXPECT_NEAR(weight.abs().max().item<double>(), std::sqrt(6.0 / (96 + 64)), 5e-3);
  EXPECT_EQ(names["outputs.0.bias"].abs().max().item<float>(), 0);
}

TEST(FeaturePyramidNetworkTest, GradientsReachEveryMap) {
  FeaturePyramidNetwork network(FeaturePyramidOptions{4}, std::vector<int64_t>{2, 2});
  const auto fine = torch::randn({1, 2, 4, 4}).requires_grad_();
  const auto coarse = torch::randn({1, 2, 2, 2}).requires_grad_();
  network->forward({fine, coarse}).levels[0].square().sum().backward();
  EXPECT_GT(fine.grad().abs().sum().item<float>(), 0);
  EXPECT_GT(coarse.grad().abs().sum().item<float>(), 0);
}

}  // namespace
}  // namespace hoi
