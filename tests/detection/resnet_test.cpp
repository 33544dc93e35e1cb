#include "detection/resnet.h"

#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

/// Whether C3 depends on the pixels of C2 at odd rows and columns.
bool layer2_sees_odd_cells(bool stride_in_1x1) {
  torch::manual_seed(1);
  BackboneOptions options;
  options.stride_in_1x1 = stride_in_1x1;
  options.frozen_parts = 0;
  const auto backbone = build_backbone(options);
  const auto maps = backbone->forward(torch::randn({1, 3, 64, 64}));
  const auto gradient = torch::autograd::grad({maps[1].sum()}, {maps[0]})[0];
  EXPECT_GT(gradient.slice(2, 0, 16, 2).abs().max().item<float>(), 0);
  return gradient.slice(2, 1, 16, 2).abs().max().item<float>() > 0;
}

TEST(ResNetTest, TheOptionMovesTheStrideToTheFirst1x1) {
  EXPECT_TRUE(layer2_sees_odd_cells(false));
  EXPECT_FALSE(layer2_sees_odd_cells(true));
}

TEST(ResNetTest, LayoutsFollowTheKind) {
  BackboneOptions options;
  options.kind = BackboneKind::kResNeXt101_64x4d;
  EXPECT_EQ(resnet_layout(options).depths, (std::array<int64_t, 4>{3, 4, 23, 3}));
  EXPECT_EQ(resnet_layout(options).groups, 64);
  options.kind = BackboneKind::kMobileNetV2;
  EXPECT_THROW(resnet_layout(options), c10::Error);
  options.kind = BackboneKind::kResNetSmall;
  options.small_width = 0;
  EXPECT_THAT(input_error_of([&] { resnet_layout(options); }), ::testing::HasSubstr("small_width"));
}

TEST(ResNetTest, AGroupNormBlockStartsAsReluOfItsInput) {
  BackboneOptions options;
  options.normalization = Normalization::kGroup;
  ResidualBlock block(
      ResidualBlockImpl::Path{{"first", {16, 16, 3, 1}}, {"second", {16, 16, 3, 1}}}, 1, options);
  const auto x = torch::randn({1, 16, 4, 4});
  EXPECT_TRUE(is_close(block->forward(x), x.relu(), 0));
}

TEST(ResNetTest, ABlockAddsItsShortcutBeforeTheLastRelu) {
  BackboneOptions options;
  options.batch_norm_epsilon = 0;
  ResidualBlock block(ResidualBlockImpl::Path{{"first", {1, 1, 1, 1}}, {"second", {1, 2, 1, 1}}}, 1,
                      options);
  torch::NoGradGuard no_gradient;
  const auto names = block->named_parameters();
  names["first.conv.weight"].fill_(2);
  names["second.conv.weight"].copy_(torch::tensor({3.F, -3.F}).view({2, 1, 1, 1}));
  names["shortcut.conv.weight"].fill_(1);
  const auto x = torch::tensor({1.F, -1.F}).view({1, 1, 1, 2});
  // relu(3 relu(2 x) + x) and relu(-3 relu(2 x) + x) at x = 1 and -1
  EXPECT_TRUE(is_close(block->forward(x).view({2, 2}), torch::tensor({{7.F, 0.F}, {0.F, 0.F}})));
}

TEST(ResNetTest, PaddingOptionShiftsTheWholeTrunkByLessThanACell) {
  torch::manual_seed(2);
  BackboneOptions options;
  options.kind = BackboneKind::kResNetSmall;
  options.small_width = 16;
  const auto symmetric = build_backbone(options);
  options.pad_right_bottom = true;
  const auto shifted = build_backbone(options);
  torch::NoGradGuard no_gradient;
  for (const auto& parameter : symmetric->named_parameters()) {
    shifted->named_parameters()[parameter.key()].copy_(parameter.value());
  }
  const auto pixels = torch::randn({1, 3, 64, 64});
  const auto a = symmetric->forward(pixels), b = shifted->forward(pixels);
  for (std::size_t l = 0; l < 4; ++l) {
    EXPECT_EQ(a[l].sizes(), b[l].sizes());
    EXPECT_GT((a[l] - b[l]).abs().max().item<float>(), 1e-3);
  }
  // Constant pixels look the same from everywhere but the border.
  const auto flat = torch::ones({1, 3, 64, 64});
  const auto c = symmetric->forward(flat)[0], d = shifted->forward(flat)[0];
  EXPECT_TRUE(is_close(c.slice(2, 6, 10).slice(3, 6, 10), d.slice(2, 6, 10).slice(3, 6, 10), 1e-4));
}

}  // namespace
}  // namespace hoi
