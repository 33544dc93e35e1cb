#pragma once

#include <vector>

#include <torch/types.h>

namespace hoi {

/// Reference boxes of the RPN (spec 1.4), centred on the cells of a feature map.
///
///   side b = scale * stride, ratio r = height / width:   w = b / sqrt(r),  h = b * sqrt(r)
///   centre of cell (y, x) = ((x + 0.5) * stride, (y + 0.5) * stride)
class AnchorGenerator {
 public:
  /// scale > 0 and at least one ratio, each > 0; throws InputError otherwise.
  AnchorGenerator(double scale, std::vector<double> ratios);

  int64_t anchors_per_cell() const { return static_cast<int64_t>(ratios_.size()); }

  /// Anchors (height * width * ratios, 4) of a map with this many cells, rows in order (y, x,
  /// ratio), in pixels, also where they cross the image border. `like` gives type and device.
  torch::Tensor operator()(int64_t height, int64_t width, int64_t stride,
                           const torch::TensorOptions& like) const;

 private:
  double scale_;
  std::vector<double> ratios_;
};

}  // namespace hoi
