#pragma once

#include <memory>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "base/option_fields.h"

namespace hoi {

enum class BackboneKind { kResNet50, kResNet101, kResNeXt101_64x4d, kMobileNetV2, kResNetSmall };

enum class Normalization {
  kFrozenBatch,  ///< batch norm with fixed statistics; scale and shift train (spec 1.2)
  kGroup,        ///< group norm: for a trunk that starts from random weights
};

/// Which trunk, and how its pre-trained weights want to be run.
struct BackboneOptions {
  BackboneKind kind = BackboneKind::kResNet50;
  Normalization normalization = Normalization::kFrozenBatch;
  /// Leading parts without gradient: 0 none, 1 the stem, 2 stem and first residual layer
  /// (spec 1.2), up to 5, the whole trunk.
  int64_t frozen_parts = 2;
  double batch_norm_epsilon = 1e-5;
  /// Stride 2 sits on the first 1x1 convolution of a residual layer (Keras) instead of on the 3x3.
  bool stride_in_1x1 = false;
  /// Strided convolutions pad right and bottom only (TensorFlow "SAME" on even sizes).
  bool pad_right_bottom = false;
  int64_t small_width = 32;  ///< channels of C2 in ResNetSmall, a multiple of 16; C3..C5 double

  template <class Fields>
  void describe(Fields& fields) {
    fields.choice("kind", kind,
                  {{"resnet50", BackboneKind::kResNet50},
                   {"resnet101", BackboneKind::kResNet101},
                   {"resnext101_64x4d", BackboneKind::kResNeXt101_64x4d},
                   {"mobilenet_v2", BackboneKind::kMobileNetV2},
                   {"resnet_small", BackboneKind::kResNetSmall}});
    fields.choice(
        "normalization", normalization,
        {{"frozen_batch", Normalization::kFrozenBatch}, {"group", Normalization::kGroup}});
    fields.value("frozen_parts", frozen_parts);
    fields.value("batch_norm_epsilon", batch_norm_epsilon);
    fields.value("stride_in_1x1", stride_in_1x1);
    fields.value("pad_right_bottom", pad_right_bottom);
    fields.value("small_width", small_width);
  }
};

/// A trunk: pixels in, four feature maps out.
class Backbone : public torch::nn::Module {
 public:
  /// pixels (B, 3, H, W), H and W multiples of 32 -> C2..C5 of strides 4, 8, 16, 32, channels-last.
  virtual std::vector<torch::Tensor> forward(const torch::Tensor& pixels) = 0;

  /// Channels of C2..C5.
  virtual std::vector<int64_t> channels() const = 0;
};

/// Builds the trunk with random weights and applies `frozen_parts`.
std::shared_ptr<Backbone> build_backbone(const BackboneOptions& options);

}  // namespace hoi
