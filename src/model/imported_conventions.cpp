#include "model/imported_conventions.h"

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr double kBatchNormEpsilon = 1e-5;

bool mentions(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

/// The three numbers of "key=[1, 2.5, 3]" where the text has them.
std::optional<std::array<double, 3>> three_numbers(std::string_view text, std::string_view key) {
  const std::size_t place = text.find(key);
  if (place == std::string_view::npos) return std::nullopt;
  const char* at = text.data() + place + key.size();
  const char* const end = text.data() + text.size();
  std::array<double, 3> numbers{};
  for (double& number : numbers) {
    while (at != end && (*at == ' ' || *at == ',' || *at == '\n')) ++at;
    const auto parsed = std::from_chars(at, end, number);
    if (parsed.ec != std::errc()) return std::nullopt;
    at = parsed.ptr;
  }
  return numbers;
}

ImportConventions mmdetection_conventions(std::string_view config) {
  ImportConventions conventions;
  conventions.pixels = {"rgb", {123.675, 116.28, 103.53}, {58.395, 57.12, 57.375}};
  if (const auto mean = three_numbers(config, "mean=[")) conventions.pixels.mean = *mean;
  if (const auto deviation = three_numbers(config, "std=[")) {
    conventions.pixels.deviation = *deviation;
  }
  if (mentions(config, "to_rgb=False")) conventions.pixels.color_order = "bgr";
  conventions.stride_in_1x1 = mentions(config, "style='caffe'");
  if (mentions(config, "aligned=False")) conventions.roi = RoiConvention::kLegacy;
  return conventions;
}

ImportConventions detectron_conventions(BackboneKind trunk) {
  ImportConventions conventions;
  const bool is_resnext = trunk == BackboneKind::kResNeXt101_64x4d;
  conventions.pixels = {"bgr", {103.53, 116.28, 123.675}, {1, 1, 1}};
  if (is_resnext) conventions.pixels.deviation = {57.375, 57.12, 58.395};
  conventions.stride_in_1x1 = !is_resnext;
  return conventions;
}

/// Refuses with the value that a key must have.
class ConventionCheck {
 public:
  ConventionCheck(std::string file, WeightLayout layout)
      : file_(std::move(file)), layout_(weight_layout_name(layout)) {}

  void require(bool is_met, const std::string& key, const std::string& value) const {
    if (is_met) return;
    throw InputError(
        fmt::format("{}: weights of a {} need network.{} = {}; set it in the configuration", file_,
                    layout_, key, value));
  }

 private:
  std::string file_, layout_;
};

std::string truth(bool value) { return value ? "true" : "false"; }

}  // namespace

ImportConventions conventions_of(WeightLayout layout, BackboneKind trunk, std::string_view config) {
  switch (layout) {
    case WeightLayout::kDetectron2:
    case WeightLayout::kCaffe2Trunk:
      return detectron_conventions(trunk);
    case WeightLayout::kMmdetection:
      return mmdetection_conventions(config);
    default:
      break;
  }
  ImportConventions conventions;
  conventions.pixels = {"rgb", {123.675, 116.28, 103.53}, {58.395, 57.12, 57.375}};
  conventions.roi = RoiConvention::kLegacy;
  conventions.anchors = AnchorConvention::kTorchvision;
  return conventions;
}

void check_conventions(const ImportConventions& conventions, WeightLayout layout,
                       const CascadeOptions& options, const std::string& file) {
  const ConventionCheck check(file, layout);
  const BackboneOptions& trunk = options.backbone;
  check.require(trunk.stride_in_1x1 == conventions.stride_in_1x1, "backbone.stride_in_1x1",
                truth(conventions.stride_in_1x1));
  check.require(!trunk.pad_right_bottom, "backbone.pad_right_bottom", "false");
  // Norms of the oldest releases have no epsilon; its absence is within the rounding of the
  // weights.
  check.require(
      trunk.batch_norm_epsilon >= 0 && trunk.batch_norm_epsilon <= kBatchNormEpsilon * (1 + 1e-6),
      "backbone.batch_norm_epsilon", "1e-05");
  if (!is_detector(layout)) return;
  check.require(options.roi_convention == conventions.roi, "roi_convention",
                conventions.roi == RoiConvention::kLegacy ? "\"legacy\"" : "\"aligned\"");
  const RegionProposalOptions& proposals = options.proposals;
  check.require(
      proposals.anchor_convention == conventions.anchors, "proposals.anchor_convention",
      conventions.anchors == AnchorConvention::kTorchvision ? "\"torchvision\"" : "\"centred\"");
  check.require(proposals.anchor_scale == 8, "proposals.anchor_scale", "8");
  check.require(proposals.anchor_ratios == std::vector<double>{0.5, 1, 2},
                "proposals.anchor_ratios", "[0.5, 1.0, 2.0]");
  check.require(options.localization.resolution == 7, "localization.resolution", "7");
}

}  // namespace hoi
