#include "vision/roi_pooler.h"

#include "vision/roi_align_levels.h"

namespace hoi {

RoiPooler::RoiPooler(const RoiAlignOptions& align, int64_t levels, double finest_scale)
    : align_(align), levels_(levels), finest_scale_(finest_scale) {
  TORCH_CHECK(levels > 0 && finest_scale > 0, "RoiPooler: ", levels,
              " levels and a finest scale of ", finest_scale, "; both must be positive");
}

torch::Tensor RoiPooler::operator()(const FeaturePyramid& image, const torch::Tensor& boxes,
                                    const torch::Tensor& image_index) const {
  const auto count = static_cast<std::size_t>(levels_);
  TORCH_CHECK(image.levels.size() >= count && image.strides.size() >= count,
              "RoiPooler: a pyramid of ", image.levels.size(), " maps and ", image.strides.size(),
              " strides; expected at least ", levels_, " of each");
  ScaledMaps features;
  for (std::size_t l = 0; l < count; ++l) {
    features.maps.push_back(image.levels[l]);
    features.scales.push_back(1.0 / static_cast<double>(image.strides[l]));
  }
  return roi_align_levels(features, {boxes, image_index, level_of(boxes)}, align_);
}

torch::Tensor RoiPooler::level_of(const torch::Tensor& boxes) const {
  const auto width = (boxes.select(1, 2) - boxes.select(1, 0)).clamp_min(0);
  const auto height = (boxes.select(1, 3) - boxes.select(1, 1)).clamp_min(0);
  const auto level = (torch::sqrt(width * height) / finest_scale_ + 1e-6).log2().floor();
  // A NaN box has no level: it goes to the first one, where it samples nothing.
  return level.clamp(0, static_cast<double>(levels_ - 1)).nan_to_num(0).to(torch::kInt64);
}

}  // namespace hoi
