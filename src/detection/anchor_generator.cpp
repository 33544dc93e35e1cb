#include "detection/anchor_generator.h"

#include <cmath>
#include <utility>

#include <ATen/Functions.h>
#include <torch/types.h>

#include "base/error.h"
#include "vision/device_copy.h"
#include "vision/mixed_precision.h"

namespace hoi {

namespace {

/// Coordinates (count,) of the cells along one axis.
torch::Tensor cell_positions(int64_t count, double first, double step,
                             const torch::TensorOptions& like) {
  return (torch::arange(count, like) + first) * step;
}

}  // namespace

AnchorGenerator::AnchorGenerator(double scale, std::vector<double> ratios,
                                 AnchorConvention convention)
    : scale_(scale), ratios_(std::move(ratios)), convention_(convention) {
  bool is_valid = scale > 0 && !ratios_.empty();
  for (const double ratio : ratios_) is_valid = is_valid && ratio > 0;
  if (!is_valid) {
    throw InputError(
        "proposals.anchor_scale, proposals.anchor_ratios: expected a positive scale and at least "
        "one positive ratio");
  }
}

torch::Tensor AnchorGenerator::corners(int64_t stride) const {
  const double side = scale_ * static_cast<double>(stride);
  std::vector<float> values;
  for (const double ratio : ratios_) {
    const auto half_width = static_cast<float>(0.5 * side / std::sqrt(ratio));
    const auto half_height = static_cast<float>(0.5 * side * std::sqrt(ratio));
    values.insert(values.end(), {-half_width, -half_height, half_width, half_height});
  }
  const auto result = torch::tensor(values, torch::kFloat32).view({-1, 4});
  return convention_ == AnchorConvention::kTorchvision ? result.round() : result;
}

torch::Tensor AnchorGenerator::operator()(const ImageSize& cells, const ImageSize& pixels,
                                          int64_t stride, const torch::TensorOptions& like) const {
  const auto exact = at_least_float32(like);
  const bool centred = convention_ == AnchorConvention::kCentred;
  const double first = centred ? 0.5 : 0;
  const auto step = [&](int64_t image, int64_t map) {
    return static_cast<double>(centred ? stride : image / map);
  };
  const int64_t height = cells.height, width = cells.width;
  const auto x = cell_positions(width, first, step(pixels.width, width), exact)
                     .view({1, width, 1})
                     .expand({height, width, 1});
  const auto y = cell_positions(height, first, step(pixels.height, height), exact)
                     .view({height, 1, 1})
                     .expand({height, width, 1});
  const auto centre = torch::cat({x, y, x, y}, 2).unsqueeze(2);  // (H, W, 1, 4)
  return (centre + copied_to(corners(stride), exact)).reshape({-1, 4});
}

}  // namespace hoi
