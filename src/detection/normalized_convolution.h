#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>

#include "detection/backbone.h"
#include "detection/frozen_batch_norm.h"

namespace hoi {

/// Size of a square convolution.
struct ConvolutionShape {
  int64_t in_channels = 0, out_channels = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  int64_t groups = 1;
};

/// The unit all trunks are made of: a convolution without bias, then a normalization.
///
/// A frozen batch norm is folded into the kernel at every call, which is exact, differentiable and
/// saves a pass over the activations: y = conv(x, kernel * scale) + shift.
class NormalizedConvolutionImpl : public torch::nn::Module {
 public:
  /// Of `options` it reads normalization, batch_norm_epsilon and pad_right_bottom. Kaiming-normal
  /// kernel (fan-out), unit scale, zero shift.
  NormalizedConvolutionImpl(const ConvolutionShape& shape, const BackboneOptions& options);

  /// x (B, in, H, W) -> (B, out, ceil(H / stride), ceil(W / stride)).
  torch::Tensor forward(const torch::Tensor& x);

  /// Makes the output 0: the last unit of a residual branch that starts from random weights, so
  /// that the block starts as the identity. Leaves a frozen batch norm alone, whose scale comes
  /// from a pre-trained model.
  void zero_output();

 private:
  ConvolutionShape shape_;
  bool pad_right_bottom_;
  torch::nn::Conv2d conv_{nullptr};
  FrozenBatchNorm batch_norm_{nullptr};  // exactly one of the two exists, registered as "norm"
  torch::nn::GroupNorm group_norm_{nullptr};
};
TORCH_MODULE(NormalizedConvolution);

/// Zeros around x for a strided window of size `kernel`, the way TensorFlow pads an even size: the
/// odd one goes to the right and bottom.
torch::Tensor pad_even(const torch::Tensor& x, int64_t kernel, int64_t stride);

/// Groups of a group norm: as many as divide `channels`, at most 32, of at least 8 channels each.
int64_t group_count(int64_t channels);

}  // namespace hoi
