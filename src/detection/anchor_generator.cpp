#include "detection/anchor_generator.h"

#include <cmath>
#include <utility>

#include <ATen/Functions.h>
#include <torch/types.h>

#include "base/error.h"

namespace hoi {

AnchorGenerator::AnchorGenerator(double scale, std::vector<double> ratios)
    : scale_(scale), ratios_(std::move(ratios)) {
  bool is_valid = scale > 0 && !ratios_.empty();
  for (const double ratio : ratios_) is_valid = is_valid && ratio > 0;
  if (!is_valid) {
    throw InputError(
        "proposals.anchor_scale, proposals.anchor_ratios: expected a positive scale and at least "
        "one "
        "positive ratio");
  }
}

torch::Tensor AnchorGenerator::operator()(int64_t height, int64_t width, int64_t stride,
                                          const torch::TensorOptions& like) const {
  const double side = scale_ * static_cast<double>(stride);
  std::vector<float> corners;  // relative to the centre
  for (const double ratio : ratios_) {
    const auto half_width = static_cast<float>(0.5 * side / std::sqrt(ratio));
    const auto half_height = static_cast<float>(0.5 * side * std::sqrt(ratio));
    corners.insert(corners.end(), {-half_width, -half_height, half_width, half_height});
  }
  const auto base = torch::tensor(corners, torch::kFloat32).to(like).view({1, 1, -1, 4});
  const auto step = static_cast<double>(stride);
  const auto x =
      ((torch::arange(width, like) + 0.5) * step).view({1, width, 1}).expand({height, width, 1});
  const auto y =
      ((torch::arange(height, like) + 0.5) * step).view({height, 1, 1}).expand({height, width, 1});
  const auto centre = torch::cat({x, y, x, y}, 2).unsqueeze(2);  // (H, W, 1, 4)
  return (centre + base).reshape({-1, 4});
}

}  // namespace hoi
