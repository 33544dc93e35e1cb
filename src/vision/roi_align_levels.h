#pragma once

#include <vector>

#include <torch/types.h>

#include "vision/roi_align.h"

namespace hoi {

/// Feature maps of several resolutions; maps[l] is (B, C, H_l, W_l), scales[l] = 1 / stride.
struct ScaledMaps {
  std::vector<torch::Tensor> maps;
  std::vector<double> scales;
};

/// Boxes to pool, each from one map of one image. R rows.
struct RoiRows {
  torch::Tensor boxes;        ///< (R, 4) float, image pixels
  torch::Tensor image_index;  ///< (R,) int64 in [0, B)
  torch::Tensor level;        ///< (R,) int64 in [0, maps)
};

/// RoIAlign of all rows at once, every row from its own map -> (R, C, height, width), contiguous.
/// One pass writes every row where it belongs, so nothing is split by level or put back together.
/// See roi_align() for the meaning of the samples; differentiable in the maps only. Maps of reduced
/// precision are pooled in float32, and so is the result: coordinates need it.
torch::Tensor roi_align_levels(const ScaledMaps& features, const RoiRows& rows,
                               const RoiAlignOptions& options);

}  // namespace hoi
