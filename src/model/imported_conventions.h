#pragma once

#include <string>
#include <string_view>

#include "model/cascade_options.h"
#include "model/imported_layout.h"
#include "model/pretrained_weights.h"

namespace hoi {

/// How weights want to be run: pixels, and options of the network.
struct ImportConventions {
  PixelConvention pixels;
  bool stride_in_1x1 = false;
  RoiConvention roi = RoiConvention::kAligned;
  AnchorConvention anchors = AnchorConvention::kCentred;
};

/// What the releases of a layout were trained with.
///
///   torchvision    RGB, ImageNet's mean and deviation; stride in the 3x3; RoIs without the
///                  half-pixel shift; its own anchors
///   detectron2,    BGR, mean 103.53, 116.28, 123.675, deviation 1, stride in the 1x1, for ResNeXt
///   Detectron      57.375, 57.12, 58.395 and the 3x3; aligned RoIs; anchors that are moved to the
///                  cells' centres while importing
///   mmdetection    RGB, ImageNet's mean and deviation, stride in the 3x3; aligned RoIs; anchors
///                  likewise. `config`, the text that its checkpoints carry, overrides: mean=[..],
///                  std=[..], to_rgb=False, style='caffe' (stride in the 1x1), aligned=False
ImportConventions conventions_of(WeightLayout layout, BackboneKind trunk, std::string_view config);

/// Throws InputError naming `file` and the first key of `options` that these weights do not fit,
/// with the value that they need.
void check_conventions(const ImportConventions& conventions, WeightLayout layout,
                       const CascadeOptions& options, const std::string& file);

}  // namespace hoi
