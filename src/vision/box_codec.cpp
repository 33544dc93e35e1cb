#include "vision/box_codec.h"

#include <cmath>

#include "vision/device_copy.h"
#include "vision/mixed_precision.h"

namespace hoi {
namespace {

/// Largest change of a side's logarithm: keeps exp() finite whatever the network says (spec 1.4).
const double kMaxLogScale = std::log(1000.0 / 16.0);

/// Boxes (R, 4) as centres and sizes, (R, 2) each.
struct CenterSize {
  explicit CenterSize(const torch::Tensor& boxes)
      : center((boxes.narrow(1, 0, 2) + boxes.narrow(1, 2, 2)) * 0.5),
        size(boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2)) {}

  torch::Tensor center, size;
};

void check_pair(const torch::Tensor& reference, const torch::Tensor& other, const char* where) {
  TORCH_CHECK(reference.dim() == 2 && reference.size(1) == 4 && reference.sizes() == other.sizes(),
              where, ": reference ", reference.sizes(), " and ", other.sizes(),
              "; expected (R, 4) for both");
}

torch::Tensor as_row(const std::array<double, 4>& values, const torch::Tensor& like) {
  const auto row =
      torch::tensor(at::ArrayRef<double>(values.data(), values.size()), torch::kFloat64);
  return copied_to(row, like.options());
}

}  // namespace

BoxCodec::BoxCodec(const std::array<double, 4>& deviations) : deviations_(deviations) {
  for (const double deviation : deviations) {
    TORCH_CHECK(deviation > 0, "BoxCodec: a deviation is ", deviation,
                "; expected a positive number");
  }
}

torch::Tensor BoxCodec::encode(const torch::Tensor& reference, const torch::Tensor& target) const {
  check_pair(reference, target, "BoxCodec::encode");
  const CenterSize from(reference), to(target);
  const auto shift = (to.center - from.center) / from.size;
  const auto log_scale = torch::log(to.size / from.size);
  return torch::cat({shift, log_scale}, 1) / as_row(deviations_, reference);
}

torch::Tensor BoxCodec::decode(const torch::Tensor& reference, const torch::Tensor& deltas) const {
  check_pair(reference, deltas, "BoxCodec::decode");
  const CenterSize from(reference);
  const auto exact = at_least_float32(deltas);
  const auto change = exact * as_row(deviations_, exact);
  const auto center = from.center + change.narrow(1, 0, 2) * from.size;
  const auto log_scale = change.narrow(1, 2, 2).clamp(-kMaxLogScale, kMaxLogScale);
  const auto half = from.size * log_scale.exp() * 0.5;
  return torch::cat({center - half, center + half}, 1);
}

}  // namespace hoi
