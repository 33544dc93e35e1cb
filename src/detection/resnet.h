#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <torch/nn/pimpl.h>

#include "detection/normalized_convolution.h"
#include "detection/staged_backbone.h"

namespace hoi {

/// What distinguishes one residual trunk from another.
struct ResNetLayout {
  std::array<int64_t, 4> depths{3, 4, 6, 3};  ///< blocks of layers 1..4
  int64_t width = 64;        ///< channels of the stem, and inner channels of layer 1
  bool bottleneck = true;    ///< 1x1, 3x3, 1x1 with four times the channels; else 3x3, 3x3
  int64_t groups = 1;        ///< of the 3x3 convolution of a bottleneck
  int64_t inner_factor = 1;  ///< inner channels of a bottleneck relative to `width`
};

/// The layout of a residual kind; TORCH_CHECK fails for others. Throws InputError for a small_width
/// below 1.
ResNetLayout resnet_layout(const BackboneOptions& options);

/// y = relu(path(x) + shortcut(x)), with ReLU between the units of the path.
class ResidualBlockImpl : public torch::nn::Module {
 public:
  using Path = std::vector<std::pair<std::string, ConvolutionShape>>;

  /// path: names and sizes of its units; their strides multiply to `stride`.
  ResidualBlockImpl(const Path& path, int64_t stride, const BackboneOptions& options);

  torch::Tensor forward(const torch::Tensor& x);

 private:
  std::vector<NormalizedConvolution> path_;
  NormalizedConvolution shortcut_{nullptr};  // null where the shapes agree
};
TORCH_MODULE(ResidualBlock);

/// ResNet and ResNeXt (spec 1.2). Parts: stem (7x7 convolution and max-pool), layers 1..4.
/// Units: stem; layer<l>.<b>.{reduce, spatial, expand} or {first, second}; layer<l>.<b>.shortcut.
class ResNet : public StagedBackbone {
 public:
  explicit ResNet(const BackboneOptions& options);

  std::vector<int64_t> channels() const override { return channels_; }

 protected:
  torch::Tensor run_part(int64_t part, const torch::Tensor& input) override;
  std::vector<torch::nn::Module*> modules_of_part(int64_t part) override;

 private:
  void add_layer(int64_t layer, const ResNetLayout& layout, const BackboneOptions& options);

  bool pad_right_bottom_;
  NormalizedConvolution stem_{nullptr};
  std::array<std::vector<ResidualBlock>, 4> layers_;
  std::vector<int64_t> channels_;
};

}  // namespace hoi
