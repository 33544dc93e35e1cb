#include "detection/detection_loss.h"

#include <algorithm>

#include <ATen/Functions.h>
#include <torch/types.h>

#include "vision/mixed_precision.h"

namespace hoi {
namespace {

double at_least_one(int64_t count) { return static_cast<double>(std::max<int64_t>(count, 1)); }

}  // namespace

torch::Tensor box_loss(const torch::Tensor& prediction, const torch::Tensor& target, double beta,
                       int64_t normalizer) {
  return torch::smooth_l1_loss(at_least_float32(prediction), target, at::Reduction::Sum, beta) /
         at_least_one(normalizer);
}

torch::Tensor objectness_loss(const torch::Tensor& logits, const torch::Tensor& targets) {
  const auto exact = at_least_float32(logits);
  return torch::binary_cross_entropy_with_logits(exact, targets, {}, {}, at::Reduction::Sum) /
         at_least_one(logits.size(0));
}

torch::Tensor class_loss(const torch::Tensor& logits, const torch::Tensor& classes) {
  return torch::cross_entropy_loss(at_least_float32(logits), classes, {}, at::Reduction::Sum) /
         at_least_one(logits.size(0));
}

}  // namespace hoi
