#include "detection/feature_pyramid_network.h"

#include <ATen/Functions.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/conv.h>

namespace hoi {
namespace {

torch::nn::Conv2d convolution(int64_t in, int64_t out, int64_t kernel) {
  torch::nn::Conv2d conv(torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2));
  torch::nn::init::xavier_uniform_(conv->weight);
  torch::nn::init::zeros_(conv->bias);
  return conv;
}

}  // namespace

FeaturePyramidNetworkImpl::FeaturePyramidNetworkImpl(
    const FeaturePyramidOptions& options, const std::vector<int64_t>& backbone_channels) {
  laterals_ = register_module("laterals", torch::nn::ModuleList());
  outputs_ = register_module("outputs", torch::nn::ModuleList());
  for (const int64_t channels : backbone_channels) {
    laterals_->push_back(convolution(channels, options.channels, 1));
    outputs_->push_back(convolution(options.channels, options.channels, 3));
  }
}

FeaturePyramid FeaturePyramidNetworkImpl::forward(const std::vector<torch::Tensor>& maps) {
  TORCH_CHECK(maps.size() == laterals_->size() && !maps.empty(),
              "FeaturePyramidNetwork: ", maps.size(), " maps, expected ", laterals_->size());
  FeaturePyramid pyramid;
  pyramid.levels.resize(maps.size());
  torch::Tensor sum;
  for (std::size_t l = maps.size(); l-- > 0;) {
    auto lateral = laterals_[l]->as<torch::nn::Conv2dImpl>()->forward(maps[l]);
    if (sum.defined()) {
      lateral += torch::upsample_nearest2d(sum, {lateral.size(2), lateral.size(3)});
    }
    sum = lateral;
    pyramid.levels[l] = outputs_[l]->as<torch::nn::Conv2dImpl>()->forward(sum);
  }
  pyramid.levels.push_back(torch::max_pool2d(pyramid.levels.back(), 1, 2));
  for (std::size_t l = 0; l < pyramid.levels.size(); ++l) {
    pyramid.strides.push_back(int64_t{4} << l);
  }
  return pyramid;
}

}  // namespace hoi
