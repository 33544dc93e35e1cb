#pragma once

#include <array>

#include <torch/types.h>

namespace hoi {

/// Turns boxes into regression targets relative to reference boxes, and back (spec 1.4, 1.7).
///
///   dx = (gx - px) / pw / std_x     dw = log(gw / pw) / std_w     (centre and size; y, h likewise)
///
/// decode() clamps dw, dh to +-log(1000 / 16) after multiplying by the deviations.
class BoxCodec {
 public:
  /// deviations: std of (dx, dy, dw, dh); targets are divided by them.
  explicit BoxCodec(const std::array<double, 4>& deviations = {1, 1, 1, 1});

  /// reference (R, 4), target (R, 4) -> deltas (R, 4). Both need positive sizes.
  torch::Tensor encode(const torch::Tensor& reference, const torch::Tensor& target) const;

  /// reference (R, 4), deltas (R, 4) -> boxes (R, 4), not clipped to the image.
  torch::Tensor decode(const torch::Tensor& reference, const torch::Tensor& deltas) const;

 private:
  std::array<double, 4> deviations_;
};

}  // namespace hoi
