#include "detection/normalized_convolution.h"

#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor& parameter(torch::nn::Module& module, const std::string& name) {
  static thread_local torch::Tensor found;
  for (const auto& entry : module.named_parameters()) {
    if (entry.key() == name) found = entry.value();
  }
  for (const auto& entry : module.named_buffers()) {
    if (entry.key() == name) found = entry.value();
  }
  return found;
}

void randomize(torch::nn::Module& module) {
  torch::NoGradGuard no_gradient;
  for (auto& tensor : module.parameters()) tensor.normal_();
  parameter(module, "norm.running_mean").normal_();
  parameter(module, "norm.running_var").uniform_(0.5, 2);
}

TEST(NormalizedConvolutionTest, FoldingTheNormIsTheSameAsApplyingItAfterwards) {
  torch::manual_seed(1);
  BackboneOptions options;
  options.batch_norm_epsilon = 0.1;
  NormalizedConvolution unit(ConvolutionShape{4, 6, 3, 2, 2}, options);
  randomize(*unit);
  const auto x = torch::randn({2, 4, 8, 6});
  const auto plain = torch::conv2d(x, parameter(*unit, "conv.weight"), {}, 2, 1, 1, 2);
  const auto mean = parameter(*unit, "norm.running_mean").view({1, -1, 1, 1});
  const auto variance = parameter(*unit, "norm.running_var").view({1, -1, 1, 1});
  const auto expected = (plain - mean) / (variance + 0.1).sqrt() *
                            parameter(*unit, "norm.weight").view({1, -1, 1, 1}) +
                        parameter(*unit, "norm.bias").view({1, -1, 1, 1});
  EXPECT_TRUE(is_close(unit->forward(x), expected, 1e-4));
}

TEST(NormalizedConvolutionTest, FoldingPassesTheGradientToKernelScaleAndShift) {
  torch::manual_seed(1);
  NormalizedConvolution unit(ConvolutionShape{2, 3, 3}, BackboneOptions{});
  randomize(*unit);
  unit->to(torch::kFloat64);
  const auto x = torch::randn({1, 2, 4, 4}, torch::kFloat64);
  for (const std::string name : {"conv.weight", "norm.weight", "norm.bias"}) {
    auto target = parameter(*unit, name);
    const auto original = target.detach().clone();
    unit->zero_grad();
    unit->forward(x).square().sum().backward();
    const auto gradient = target.grad().reshape(-1);
    torch::NoGradGuard no_gradient;
    for (int64_t i = 0; i < std::min<int64_t>(gradient.numel(), 5); ++i) {
      const auto value_at = [&](double shift) {
        target.copy_(original);
        target.view(-1)[i] += shift;
        return unit->forward(x).square().sum().item<double>();
      };
      EXPECT_NEAR(gradient[i].item<double>(), (value_at(1e-4) - value_at(-1e-4)) / 2e-4, 1e-3)
          << name;
      target.copy_(original);
    }
  }
}

TEST(NormalizedConvolutionTest, RightBottomPaddingStartsTheWindowsAtTheFirstPixel) {
  BackboneOptions options;
  options.batch_norm_epsilon = 0;
  options.pad_right_bottom = true;
  NormalizedConvolution unit(ConvolutionShape{1, 1, 3, 2}, options);
  torch::NoGradGuard no_gradient;
  parameter(*unit, "conv.weight").fill_(1);
  const auto x = torch::arange(16, torch::kFloat32).view({1, 1, 4, 4});
  // Rows and columns 0..2 and 2..4 of which 4 is padding: sums of 9, 6, 6 and 4 pixels.
  EXPECT_TRUE(is_close(unit->forward(x), torch::tensor({{{{45.F, 39.F}, {66.F, 50.F}}}})));
}

TEST(NormalizedConvolutionTest, EvenPaddingFollowsTheKernel) {
  EXPECT_EQ(pad_even(torch::zeros({1, 1, 4, 6}), 3, 2).sizes(), (std::vector<int64_t>{1, 1, 5, 7}));
  EXPECT_EQ(pad_even(torch::zeros({1, 1, 4, 6}), 1, 2).sizes(), (std::vector<int64_t>{1, 1, 4, 6}));
  const auto wide = pad_even(torch::ones({1, 1, 2, 2}), 7, 2);  // two before, three after
  EXPECT_EQ(wide.sizes(), (std::vector<int64_t>{1, 1, 7, 7}));
  EXPECT_EQ(wide[0][0][2][2].item<float>(), 1);
  EXPECT_EQ(wide[0][0][1][1].item<float>(), 0);
}

TEST(NormalizedConvolutionTest, GroupsDivideTheChannels) {
  EXPECT_EQ(group_count(256), 32);
  EXPECT_EQ(group_count(64), 8);
  EXPECT_EQ(group_count(24), 3);
  EXPECT_EQ(group_count(28), 2);
  EXPECT_EQ(group_count(7), 1);
}

TEST(NormalizedConvolutionTest, AGroupNormUnitCanStartAsZero) {
  BackboneOptions options;
  options.normalization = Normalization::kGroup;
  NormalizedConvolution unit(ConvolutionShape{3, 16}, options);
  const auto x = torch::randn({1, 3, 4, 4});
  EXPECT_GT(unit->forward(x).abs().max().item<float>(), 0.1);
  unit->zero_output();
  EXPECT_EQ(unit->forward(x).abs().max().item<float>(), 0);

  NormalizedConvolution batch(ConvolutionShape{3, 16}, BackboneOptions{});
  batch->zero_output();
  EXPECT_GT(batch->forward(x).abs().max().item<float>(), 0.1);
}

TEST(NormalizedConvolutionTest, KernelsStartWithKaimingDeviation) {
  torch::manual_seed(1);
  NormalizedConvolution unit(ConvolutionShape{32, 64, 3}, BackboneOptions{});
  EXPECT_NEAR(parameter(*unit, "conv.weight").std().item<double>(), std::sqrt(2.0 / (64 * 9)),
              2e-3);
}

}  // namespace
}  // namespace hoi
