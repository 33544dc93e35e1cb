#pragma once

#include <vector>

#include <torch/nn/pimpl.h>

#include "detection/normalized_convolution.h"
#include "detection/staged_backbone.h"

namespace hoi {

/// Inverted residual: 1x1 to `expansion` times the channels, 3x3 depthwise, 1x1 to out, ReLU6 after
/// the first two; adds its input where the shapes agree.
class InvertedResidualImpl : public torch::nn::Module {
 public:
  InvertedResidualImpl(int64_t in, int64_t out, int64_t stride, int64_t expansion,
                       const BackboneOptions& options);

  torch::Tensor forward(const torch::Tensor& x);

  /// The expanded map (B, expansion * in, H, W) after ReLU6; x itself when expansion is 1.
  torch::Tensor expand(const torch::Tensor& x);
  /// The rest of a block without shortcut.
  torch::Tensor project(const torch::Tensor& expanded);

  /// The units by name, null where the block has none: for freezing half a block.
  NormalizedConvolution expand_unit() const { return expand_; }

 private:
  bool has_shortcut_;
  NormalizedConvolution expand_{nullptr}, depthwise_{nullptr}, project_{nullptr};
};
TORCH_MODULE(InvertedResidual);

/// MobileNetV2, width 1.0. C2..C4 are the expanded maps of blocks 3, 6 and 13, taken before their
/// strided depthwise convolutions, and C5 the last 1x1 convolution: 144, 192, 576 and 1280
/// channels. These are the maps on which SSDLite detectors are trained, hence the ones their
/// weights are good for.
///
/// Parts: stem with block 0; then up to C2, C3, C4, C5.
/// Units: stem; blocks.<b>.{expand, depthwise, project}; last.
class MobileNetV2 : public StagedBackbone {
 public:
  explicit MobileNetV2(const BackboneOptions& options);

  std::vector<int64_t> channels() const override { return {144, 192, 576, 1280}; }

 protected:
  torch::Tensor run_part(int64_t part, const torch::Tensor& input) override;
  std::vector<torch::nn::Module*> modules_of_part(int64_t part) override;

 private:
  NormalizedConvolution stem_{nullptr}, last_{nullptr};
  std::vector<InvertedResidual> blocks_;
};

}  // namespace hoi
