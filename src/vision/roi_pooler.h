#pragma once

#include <torch/types.h>

#include "vision/feature_pyramid.h"
#include "vision/roi_align.h"

namespace hoi {

/// Pools boxes from the pyramid level that suits their size.
/// Paper: Eq. (1), section 3.2.
///
///   Y = P(I, o)     level = clamp(floor(log2(sqrt(w h) / finest_scale + 1e-6)), 0, levels - 1)
///
/// Only the first `levels` maps of the pyramid (P2..P5) are used (spec 1.6).
class RoiPooler {
 public:
  explicit RoiPooler(const RoiAlignOptions& align = {}, int64_t levels = 4,
                     double finest_scale = 56);

  /// boxes (R, 4) network frame, image_index (R,) int64 -> (R, C, height, width); R may be 0.
  torch::Tensor operator()(const FeaturePyramid& image, const torch::Tensor& boxes,
                           const torch::Tensor& image_index) const;

  /// Level of each box: (R,) int64 in [0, levels).
  torch::Tensor level_of(const torch::Tensor& boxes) const;

  const RoiAlignOptions& align() const { return align_; }

 private:
  RoiAlignOptions align_;
  int64_t levels_;
  double finest_scale_;
};

}  // namespace hoi
