#pragma once

#include <torch/types.h>

namespace hoi {

/// Where the sampling grid of RoIAlign sits on the feature map.
enum class RoiConvention {
  kAligned,  ///< half-pixel shift: pixel centres at integer + 0.5 (the project's default, spec 1.5)
  kLegacy,   ///< no shift and a box of at least one cell: for weights trained under that convention
};

struct RoiAlignOptions {
  int64_t height = 7, width = 7;  ///< cells of the output grid
  int64_t sampling_ratio = 2;     ///< sampling points per cell and axis, > 0
  RoiConvention convention = RoiConvention::kAligned;
};

/// RoIAlign (P of Eq. (1)): mean of bilinear samples in each cell of each box.
///
/// features (B, C, H, W) float, contiguous or channels-last; boxes (R, 4) float in image pixels;
/// image_index (R,) int64 in [0, B); scale = 1 / stride of the features
/// -> (R, C, height, width), contiguous. Differentiable in `features` only. Samples more than one
/// cell outside the map are 0. Bit-identical for a fixed number of threads, backward included.
torch::Tensor roi_align(const torch::Tensor& features, const torch::Tensor& boxes,
                        const torch::Tensor& image_index, double scale,
                        const RoiAlignOptions& options = {});

}  // namespace hoi
