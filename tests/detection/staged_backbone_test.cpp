#include "detection/staged_backbone.h"

#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

BackboneOptions options_of(BackboneKind kind, int64_t frozen_parts) {
  BackboneOptions options;
  options.kind = kind;
  options.frozen_parts = frozen_parts;
  options.small_width = 16;
  return options;
}

/// Names of parameters that receive a gradient from the sum of C2..C5.
std::vector<std::string> trained_names(Backbone& backbone) {
  torch::Tensor loss = torch::zeros({});
  for (const auto& map : backbone.forward(torch::randn({1, 3, 32, 32}))) loss = loss + map.sum();
  if (loss.requires_grad()) loss.backward();
  std::vector<std::string> names;
  for (const auto& parameter : backbone.named_parameters()) {
    if (parameter.value().grad().defined()) names.push_back(parameter.key());
    EXPECT_EQ(parameter.value().grad().defined(), parameter.value().requires_grad())
        << parameter.key();
  }
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& prefix) {
  for (const auto& name : names) {
    if (name.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

TEST(StagedBackboneTest, TwoFrozenPartsOfAResNetAreStemAndFirstLayer) {
  const auto backbone = build_backbone(options_of(BackboneKind::kResNetSmall, 2));
  const auto names = trained_names(*backbone);
  EXPECT_FALSE(contains(names, "stem"));
  EXPECT_FALSE(contains(names, "layer1"));
  EXPECT_TRUE(contains(names, "layer2.0.first.norm.weight"));
  EXPECT_TRUE(contains(names, "layer4.0.second.conv.weight"));
}

TEST(StagedBackboneTest, TwoFrozenPartsOfAMobileNetEndInsideBlockThree) {
  const auto backbone = build_backbone(options_of(BackboneKind::kMobileNetV2, 2));
  const auto names = trained_names(*backbone);
  EXPECT_FALSE(contains(names, "stem"));
  EXPECT_FALSE(contains(names, "blocks.2."));
  EXPECT_FALSE(contains(names, "blocks.3.expand"));
  EXPECT_TRUE(contains(names, "blocks.3.depthwise"));
  EXPECT_TRUE(contains(names, "blocks.16."));
  EXPECT_TRUE(contains(names, "last"));
}

TEST(StagedBackboneTest, EveryParameterBelongsToExactlyOnePart) {
  for (const auto kind : {BackboneKind::kResNetSmall, BackboneKind::kMobileNetV2}) {
    std::size_t before = build_backbone(options_of(kind, 0))->parameters().size();
    EXPECT_EQ(trained_names(*build_backbone(options_of(kind, 0))).size(), before);
    for (int64_t frozen = 1; frozen <= 5; ++frozen) {
      const auto names = trained_names(*build_backbone(options_of(kind, frozen)));
      EXPECT_LT(names.size(), before) << frozen;
      before = names.size();
    }
    EXPECT_EQ(before, 0U);
  }
}

TEST(StagedBackboneTest, FrozenMapsKeepNoGraph) {
  const auto backbone = build_backbone(options_of(BackboneKind::kResNetSmall, 2));
  const auto maps = backbone->forward(torch::randn({1, 3, 32, 32}));
  EXPECT_FALSE(maps[0].requires_grad());
  EXPECT_TRUE(maps[1].requires_grad());
}

TEST(StagedBackboneTest, RespectsACallerWithoutGradient) {
  const auto backbone = build_backbone(options_of(BackboneKind::kResNetSmall, 0));
  torch::NoGradGuard no_gradient;
  EXPECT_FALSE(backbone->forward(torch::randn({1, 3, 32, 32})).back().requires_grad());
}

TEST(StagedBackboneTest, RefusesAWrongNumberOfPartsAndOddSizes) {
  EXPECT_THAT(input_error_of([] { build_backbone(options_of(BackboneKind::kResNetSmall, 6)); }),
              ::testing::HasSubstr("frozen_parts: found 6, expected 0"));
  const auto backbone = build_backbone(options_of(BackboneKind::kResNetSmall, 0));
  EXPECT_THROW(backbone->forward(torch::zeros({1, 3, 33, 32})), c10::Error);
}

}  // namespace
}  // namespace hoi
