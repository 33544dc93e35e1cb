#pragma once

#include <string>
#include <vector>

namespace hoi {

/// Whose names the arrays of a file carry.
enum class WeightLayout {
  kTorchvisionDetector,  ///< maskrcnn_resnet50_fpn, fasterrcnn_resnet50_fpn
  kTorchvisionTrunk,     ///< resnet50 and its kin, with a classifier on top
  kDetectron2,           ///< (Cascade) Mask or Faster R-CNN with FPN
  kCaffe2Trunk,          ///< Detectron's R-50.pkl and R-101.pkl
  kMmdetection,          ///< (Cascade) Mask or Faster R-CNN of mmdetection 2.x
  kKerasResNet50,        ///< Keras' first ResNet-50 (model/pretrained_weights.h)
  kSsdMobileNetV2,       ///< TensorFlow's SSD MobileNetV2, likewise
};

/// For people: "torchvision detector".
std::string weight_layout_name(WeightLayout layout);

/// Is there more than a trunk in it?
bool is_detector(WeightLayout layout);

/// What the names of all layers of a trunk begin with, and nothing else does; the stem's may not.
std::string trunk_layer_prefix(WeightLayout layout);

/// The layout that `names` belong to. Throws InputError naming `file`, two of its names and the
/// known layouts when there is none, and for mmdetection 1.x, whose conventions differ.
WeightLayout recognise_layout(const std::vector<std::string>& names, const std::string& file);

}  // namespace hoi
