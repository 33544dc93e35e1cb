#include "model/imported_layout.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "weights/weight_source.h"

namespace hoi {
namespace {

/// A name that a layout always has, and no other layout before it in the list.
struct LayoutMark {
  const char* name;
  WeightLayout layout;
};

constexpr LayoutMark kMarks[] = {
    {"backbone.body.conv1.weight", WeightLayout::kTorchvisionDetector},
    {"backbone.bottom_up.stem.conv1.weight", WeightLayout::kDetectron2},
    {"backbone.conv1.weight", WeightLayout::kMmdetection},
    {"layer1.0.conv1.weight", WeightLayout::kTorchvisionTrunk},
    {"res2_0_branch2a_w", WeightLayout::kCaffe2Trunk},
    {"conv1/kernel", WeightLayout::kKerasResNet50},
    {"FeatureExtractor/MobilenetV2/Conv/Conv2D/merged_input", WeightLayout::kSsdMobileNetV2},
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_prefix(const std::vector<std::string>& names, const std::string& prefix) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.rfind(prefix, 0) == 0; });
}

}  // namespace

std::string weight_layout_name(WeightLayout layout) {
  switch (layout) {
    case WeightLayout::kTorchvisionDetector:
      return "torchvision detector";
    case WeightLayout::kTorchvisionTrunk:
      return "torchvision classifier";
    case WeightLayout::kDetectron2:
      return "detectron2 detector";
    case WeightLayout::kCaffe2Trunk:
      return "Detectron classifier";
    case WeightLayout::kMmdetection:
      return "mmdetection detector";
    case WeightLayout::kKerasResNet50:
      return "Keras ResNet-50";
    case WeightLayout::kSsdMobileNetV2:
      return "TensorFlow SSD MobileNetV2";
  }
  return "unknown";
}

bool is_detector(WeightLayout layout) {
  return layout == WeightLayout::kTorchvisionDetector || layout == WeightLayout::kDetectron2 ||
         layout == WeightLayout::kMmdetection;
}

std::string trunk_layer_prefix(WeightLayout layout) {
  switch (layout) {
    case WeightLayout::kTorchvisionDetector:
      return "backbone.body.layer";
    case WeightLayout::kDetectron2:
      return "backbone.bottom_up.res";
    case WeightLayout::kMmdetection:
      return "backbone.layer";
    case WeightLayout::kTorchvisionTrunk:
      return "layer";
    case WeightLayout::kCaffe2Trunk:
      return "res";
    case WeightLayout::kKerasResNet50:
      return "res";
    case WeightLayout::kSsdMobileNetV2:
      return "FeatureExtractor/MobilenetV2/expanded_conv";
  }
  return "";
}

WeightLayout recognise_layout(const std::vector<std::string>& names, const std::string& file) {
  for (const LayoutMark& mark : kMarks) {
    if (!contains(names, mark.name)) continue;
    const bool is_old = mark.layout == WeightLayout::kMmdetection &&
                        (has_prefix(names, "bbox_head.") || has_prefix(names, "mask_head."));
    if (is_old) {
      throw InputError(
          fmt::format("{}: weights of mmdetection 1.x, whose boxes are a pixel larger; expected "
                      "those of 2.x, where the heads' names begin with roi_head",
                      file));
    }
    return mark.layout;
  }
  constexpr std::size_t kShown = 2;
  std::vector<std::string> first;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    first.push_back(shown_text(names[i]));
  }
  throw InputError(fmt::format(
      "{}: {} arrays of unknown names ({}{}); expected a ResNet or an R-CNN with FPN of "
      "torchvision, detectron2 or mmdetection 2.x, or one of the trunks in docs/models.md",
      file, names.size(), fmt::join(first, ", "), names.size() > kShown ? ", ..." : ""));
}

}  // namespace hoi
