#include "detection/backbone.h"

#include "support/tensors.h"

namespace hoi {
namespace {

struct Expectation {
  BackboneKind kind;
  int64_t parameters;  // of the published networks without their classifier
  std::vector<int64_t> channels;
};

TEST(BackboneTest, KindsHaveTheParametersOfThePublishedNetworks) {
  const std::vector<int64_t> residual{256, 512, 1024, 2048};
  for (const Expectation& expected :
       {Expectation{BackboneKind::kResNet50, 23508032, residual},
        Expectation{BackboneKind::kResNet101, 42500160, residual},
        Expectation{BackboneKind::kResNeXt101_64x4d, 81406272, residual},
        Expectation{BackboneKind::kMobileNetV2, 2223872, {144, 192, 576, 1280}}}) {
    BackboneOptions options;
    options.kind = expected.kind;
    const auto backbone = build_backbone(options);
    int64_t count = 0;
    for (const auto& parameter : backbone->parameters()) count += parameter.numel();
    EXPECT_EQ(count, expected.parameters);
    EXPECT_EQ(backbone->channels(), expected.channels);
  }
}

TEST(BackboneTest, MapsHaveStridesFourToThirtyTwoInChannelsLast) {
  for (const auto kind :
       {BackboneKind::kResNet50, BackboneKind::kMobileNetV2, BackboneKind::kResNetSmall}) {
    for (const bool group : {false, true}) {
      BackboneOptions options;
      options.kind = kind;
      options.pad_right_bottom = group;
      options.small_width = 24;
      options.normalization = group ? Normalization::kGroup : Normalization::kFrozenBatch;
      const auto backbone = build_backbone(options);
      torch::NoGradGuard no_gradient;
      const auto maps = backbone->forward(torch::randn({2, 3, 64, 96}));
      ASSERT_EQ(maps.size(), 4U);
      for (std::size_t l = 0; l < 4; ++l) {
        const int64_t stride = int64_t{4} << l;
        EXPECT_EQ(maps[l].sizes(),
                  (std::vector<int64_t>{2, backbone->channels()[l], 64 / stride, 96 / stride}));
        EXPECT_TRUE(maps[l].is_contiguous(torch::MemoryFormat::ChannelsLast));
      }
    }
  }
}

TEST(BackboneTest, GroupNormTrunksLearnFromRandomWeights) {
  torch::manual_seed(3);
  BackboneOptions options;
  options.kind = BackboneKind::kResNetSmall;
  options.normalization = Normalization::kGroup;
  options.small_width = 16;
  options.frozen_parts = 0;
  const auto backbone = build_backbone(options);
  EXPECT_EQ(backbone->channels(), (std::vector<int64_t>{16, 32, 64, 128}));
  torch::Tensor loss = torch::zeros({});
  for (const auto& map : backbone->forward(torch::randn({1, 3, 64, 64})))
    loss = loss + map.square().mean();
  loss.backward();
  for (const auto& parameter : backbone->named_parameters()) {
    EXPECT_TRUE(parameter.value().grad().defined()) << parameter.key();
  }
}

}  // namespace
}  // namespace hoi
