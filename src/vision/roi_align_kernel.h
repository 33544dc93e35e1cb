#pragma once

#include <vector>

#include <torch/types.h>

#include "vision/roi_align_levels.h"

namespace hoi {

// The CPU kernels of RoIAlign: float32, channels-last maps (others are converted), no autograd.

/// See roi_align_levels(). Parallel over rows.
torch::Tensor roi_align_forward(const ScaledMaps& features, const RoiRows& rows,
                                const RoiAlignOptions& options);

/// What the backward pass needs to know of the maps.
struct MapShapes {
  std::vector<std::vector<int64_t>> sizes;  ///< (B, C, H_l, W_l) each
  std::vector<double> scales;
};

/// gradient (R, C, height, width) of the output -> gradients of the maps, channels-last. Parallel
/// over blocks of channels: each has one owner that adds the rows in order, hence the bits depend
/// neither on timing nor on the number of threads.
std::vector<torch::Tensor> roi_align_backward(const torch::Tensor& gradient, const MapShapes& maps,
                                              const RoiRows& rows, const RoiAlignOptions& options);

}  // namespace hoi
