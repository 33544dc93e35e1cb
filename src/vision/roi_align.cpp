#include "vision/roi_align.h"

#include "vision/roi_align_levels.h"

namespace hoi {

torch::Tensor roi_align(const torch::Tensor& features, const torch::Tensor& boxes,
                        const torch::Tensor& image_index, double scale,
                        const RoiAlignOptions& options) {
  const auto level = torch::zeros_like(image_index);
  return roi_align_levels({{features}, {scale}}, {boxes, image_index, level}, options);
}

}  // namespace hoi
