#include "detection/normalized_convolution.h"

#include <algorithm>

#include <ATen/Functions.h>
#include <torch/nn/init.h>

#include "vision/mixed_precision.h"

namespace hoi {

torch::Tensor pad_even(const torch::Tensor& x, int64_t kernel, int64_t stride) {
  const int64_t total = std::max<int64_t>(kernel - stride, 0);
  const int64_t before = total / 2;
  const int64_t after = total - before;
  return torch::constant_pad_nd(x, {before, after, before, after}, 0);
}

int64_t group_count(int64_t channels) {
  int64_t groups = std::clamp<int64_t>(channels / 8, 1, 32);
  while (channels % groups != 0) --groups;
  return groups;
}

NormalizedConvolutionImpl::NormalizedConvolutionImpl(const ConvolutionShape& shape,
                                                     const BackboneOptions& options)
    : shape_(shape), pad_right_bottom_(options.pad_right_bottom && shape.stride > 1) {
  conv_ = register_module(
      "conv", torch::nn::Conv2d(
                  torch::nn::Conv2dOptions(shape.in_channels, shape.out_channels, shape.kernel)
                      .stride(shape.stride)
                      .padding(pad_right_bottom_ ? 0 : shape.kernel / 2)
                      .groups(shape.groups)
                      .bias(false)));
  torch::nn::init::kaiming_normal_(conv_->weight, 0, torch::kFanOut, torch::kReLU);
  if (options.normalization == Normalization::kFrozenBatch) {
    batch_norm_ =
        register_module("norm", FrozenBatchNorm(shape.out_channels, options.batch_norm_epsilon));
  } else {
    group_norm_ =
        register_module("norm", torch::nn::GroupNorm(torch::nn::GroupNormOptions(
                                    group_count(shape.out_channels), shape.out_channels)));
  }
}

torch::Tensor NormalizedConvolutionImpl::forward(const torch::Tensor& x) {
  const auto input = pad_right_bottom_ ? pad_even(x, shape_.kernel, shape_.stride) : x;
  // Means over a group need float32, and LibTorch refuses float32 parameters for reduced input.
  if (!batch_norm_) return group_norm_->forward(at_least_float32(conv_->forward(input)));
  const auto scale = batch_norm_->scale();
  const int64_t padding = pad_right_bottom_ ? 0 : shape_.kernel / 2;
  return torch::conv2d(input, conv_->weight * scale.view({-1, 1, 1, 1}), batch_norm_->shift(scale),
                       shape_.stride, padding, 1, shape_.groups);
}

void NormalizedConvolutionImpl::zero_output() {
  if (group_norm_) torch::nn::init::zeros_(group_norm_->weight);
}

}  // namespace hoi
