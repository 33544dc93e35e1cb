#include "detection/detection_loss.h"

#include <algorithm>

#include <ATen/Functions.h>
#include <torch/types.h>

namespace hoi {
namespace {

double at_least_one(int64_t count) { return static_cast<double>(std::max<int64_t>(count, 1)); }

}  // namespace

torch::Tensor box_loss(const torch::Tensor& prediction, const torch::Tensor& target, double beta,
                       int64_t normalizer) {
  return torch::smooth_l1_loss(prediction, target, at::Reduction::Sum, beta) /
         at_least_one(normalizer);
}

torch::Tensor objectness_loss(const torch::Tensor& logits, const torch::Tensor& targets) {
  return torch::binary_cross_entropy_with_logits(logits, targets, {}, {}, at::Reduction::Sum) /
         at_least_one(logits.size(0));
}

torch::Tensor class_loss(const torch::Tensor& logits, const torch::Tensor& classes) {
  return torch::cross_entropy_loss(logits, classes, {}, at::Reduction::Sum) /
         at_least_one(logits.size(0));
}

}  // namespace hoi
