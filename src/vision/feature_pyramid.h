#pragma once

#include <vector>

#include <torch/types.h>

namespace hoi {

/// The `I` of the paper: the feature maps of a batch of images that all stages share.
/// levels[l] is (B, C, H / strides[l], W / strides[l]), finest first (P2, P3, ...), in
/// channels-last memory format.
struct FeaturePyramid {
  std::vector<torch::Tensor> levels;
  std::vector<int64_t> strides;
  /// (B, C, H / 8, W / 8) embedding of the semantic branch; undefined without one (spec 1.8).
  torch::Tensor semantic;
};

}  // namespace hoi
