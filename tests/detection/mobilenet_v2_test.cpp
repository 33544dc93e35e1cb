#include "detection/mobilenet_v2.h"

#include "support/tensors.h"
#include "vision/mixed_precision.h"

namespace hoi {
namespace {

TEST(MobileNetV2Test, FeatureMapsAreExpandedAndClippedAtSix) {
  BackboneOptions options;
  options.kind = BackboneKind::kMobileNetV2;
  const auto backbone = build_backbone(options);
  torch::NoGradGuard no_gradient;
  for (const auto& map : backbone->forward(torch::randn({1, 3, 64, 64}) * 50)) {
    EXPECT_GE(map.min().item<float>(), 0);
    EXPECT_LE(map.max().item<float>(), 6);
  }
}

TEST(MobileNetV2Test, ABlockIsExpandDepthwiseProjectPlusInput) {
  BackboneOptions options;
  options.batch_norm_epsilon = 0;
  InvertedResidual block(1, 1, 1, 2, options);
  torch::NoGradGuard no_gradient;
  const auto names = block->named_parameters();
  names["expand.conv.weight"].copy_(torch::tensor({1.F, 5.F}).view({2, 1, 1, 1}));
  names["depthwise.conv.weight"].fill_(1);
  names["project.conv.weight"].copy_(torch::tensor({1.F, 10.F}).view({1, 2, 1, 1}));
  const auto x = torch::full({1, 1, 1, 2}, 1.0);
  // Expanded 1 and 5; the 3x3 sums hold two cells: 2 and 10, clipped to 6; 2 + 60 + the input 1.
  EXPECT_TRUE(is_close(block->forward(x), torch::full({1, 1, 1, 2}, 63.0)));
}

TEST(MobileNetV2Test, OnlyBlocksOfEqualShapeHaveAShortcut) {
  BackboneOptions options;
  options.normalization = Normalization::kGroup;  // residual branches start as zero
  const auto x = torch::randn({1, 16, 4, 4});
  EXPECT_TRUE(is_close(InvertedResidual(16, 16, 1, 6, options)->forward(x), x, 0));
  EXPECT_EQ(InvertedResidual(16, 24, 1, 6, options)->forward(x).size(1), 24);
  EXPECT_EQ(InvertedResidual(16, 16, 2, 6, options)->forward(x).size(2), 2);
}

TEST(MobileNetV2Test, TheFirstBlockHasNoExpansion) {
  InvertedResidual block(8, 8, 1, 1, BackboneOptions{});
  const auto x = torch::randn({1, 8, 4, 4});
  EXPECT_TRUE(is_close(block->expand(x), x, 0));
  EXPECT_FALSE(block->expand_unit());
}

TEST(MobileNetV2Test, GradientsPassTheInPlaceActivations) {
  torch::manual_seed(4);
  BackboneOptions options;
  InvertedResidual block(4, 4, 1, 6, options);
  block->to(torch::kFloat64);
  EXPECT_TRUE(
      gradient_matches([&](const torch::Tensor& x) { return block->forward(x).square().sum(); },
                       torch::randn({1, 4, 4, 4}, torch::kFloat64), 1e-5, 1e-4));
}

TEST(MobileNetV2Test, ABlockInBfloat16HasNearlyTheGradientsOfFloat32) {
  torch::manual_seed(4);
  InvertedResidual block(4, 4, 1, 6, BackboneOptions{});
  const auto input = torch::randn({1, 4, 6, 6}) * 3;  // some expanded cells beyond six
  const auto gradient = [&](Precision precision) {
    auto x = input.clone().requires_grad_(true);
    const PrecisionScope scope(precision, torch::kCPU);
    block->zero_grad();
    at_least_float32(block->forward(x)).sum().backward();
    return torch::cat(
        {x.grad().flatten(), block->named_parameters()["expand.conv.weight"].grad().flatten()});
  };
  const auto exact = gradient(Precision::kFloat32), reduced = gradient(Precision::kBfloat16);
  EXPECT_FALSE(torch::equal(reduced, exact)) << "nothing ran in bfloat16";
  EXPECT_LT((reduced - exact).norm().item<double>(), 0.05 * exact.norm().item<double>());
}

}  // namespace
}  // namespace hoi
