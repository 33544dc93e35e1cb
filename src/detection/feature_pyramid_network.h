#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include "vision/feature_pyramid.h"

namespace hoi {

struct FeaturePyramidOptions {
  int64_t channels = 256;  ///< C of every level

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("channels", channels);
  }
};

/// FPN (spec 1.3): 1x1 laterals, nearest x2 top-down sums, 3x3 outputs, P6 by stride-2 subsampling.
class FeaturePyramidNetworkImpl : public torch::nn::Module {
 public:
  FeaturePyramidNetworkImpl(const FeaturePyramidOptions& options,
                            const std::vector<int64_t>& backbone_channels);

  /// C2..C5 -> P2..P6 of strides 4, 8, 16, 32, 64, each (B, channels, H / s, W / s).
  FeaturePyramid forward(const std::vector<torch::Tensor>& maps);

 private:
  torch::nn::ModuleList laterals_, outputs_;
};
TORCH_MODULE(FeaturePyramidNetwork);

}  // namespace hoi
