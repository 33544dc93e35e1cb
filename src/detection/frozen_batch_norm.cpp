#include "detection/frozen_batch_norm.h"

#include <ATen/Functions.h>

namespace hoi {

FrozenBatchNormImpl::FrozenBatchNormImpl(int64_t channels, double epsilon) : epsilon_(epsilon) {
  weight = register_parameter("weight", torch::ones({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
  running_mean = register_buffer("running_mean", torch::zeros({channels}));
  running_var = register_buffer("running_var", torch::ones({channels}));
}

torch::Tensor FrozenBatchNormImpl::scale() const {
  return weight * (running_var + epsilon_).rsqrt();
}

torch::Tensor FrozenBatchNormImpl::shift(const torch::Tensor& scale) const {
  return bias - running_mean * scale;
}

torch::Tensor FrozenBatchNormImpl::forward(const torch::Tensor& x) const {
  const auto factor = scale();
  return x * factor.view({1, -1, 1, 1}) + shift(factor).view({1, -1, 1, 1});
}

}  // namespace hoi
