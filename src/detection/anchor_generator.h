#pragma once

#include <vector>

#include <torch/types.h>

#include "vision/image_batch.h"

namespace hoi {

/// Where anchors lie. Weights of an RPN are good only for the convention they were trained under.
enum class AnchorConvention {
  kCentred,      ///< at the centre of cell (y, x): ((x + 0.5) * stride, (y + 0.5) * stride)
  kTorchvision,  ///< corners rounded to whole pixels (halves to the even one), around (x * (W / w),
                 ///< y * (H / h)): integer divisions of the image's size by the map's
};

/// Reference boxes of the RPN (spec 1.4).
///
///   side b = scale * stride, ratio r = height / width:   w = b / sqrt(r),  h = b * sqrt(r)
class AnchorGenerator {
 public:
  /// scale > 0 and at least one ratio, each > 0; throws InputError otherwise.
  AnchorGenerator(double scale, std::vector<double> ratios,
                  AnchorConvention convention = AnchorConvention::kCentred);

  int64_t anchors_per_cell() const { return static_cast<int64_t>(ratios_.size()); }

  /// Anchors (height * width * ratios, 4) of a map with `cells` of an image padded to `pixels`,
  /// rows in order (y, x, ratio), in pixels, also where they cross the image border. `like` gives
  /// type (at least float32) and device. `pixels` matters to kTorchvision only: where it is no
  /// multiple of the stride, as on P6, cells are less than a stride apart.
  torch::Tensor operator()(const ImageSize& cells, const ImageSize& pixels, int64_t stride,
                           const torch::TensorOptions& like) const;

 private:
  /// (ratios, 4) relative to the centre.
  torch::Tensor corners(int64_t stride) const;

  double scale_;
  std::vector<double> ratios_;
  AnchorConvention convention_;
};

}  // namespace hoi
