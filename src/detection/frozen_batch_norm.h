#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace hoi {

/// Batch norm whose statistics never change (spec 1.2): an affine map per channel.
///
///   y = x * scale + shift     scale = weight / sqrt(running_var + epsilon)
///                             shift = bias - running_mean * scale
///
/// weight and bias are parameters, the statistics are buffers.
class FrozenBatchNormImpl : public torch::nn::Module {
 public:
  /// Identity up to epsilon: weight 1, bias 0, mean 0, variance 1.
  FrozenBatchNormImpl(int64_t channels, double epsilon);

  /// (C,), differentiable in weight.
  torch::Tensor scale() const;
  /// (C,), differentiable in weight and bias; `scale` is the result of scale().
  torch::Tensor shift(const torch::Tensor& scale) const;

  /// x (B, C, H, W) -> the same shape. A preceding convolution without bias can swallow both
  /// vectors instead (detection/normalized_convolution.h).
  torch::Tensor forward(const torch::Tensor& x) const;

  torch::Tensor weight, bias;               ///< (C,)
  torch::Tensor running_mean, running_var;  ///< (C,)

 private:
  double epsilon_;
};
TORCH_MODULE(FrozenBatchNorm);

}  // namespace hoi
