#include "detection/resnet.h"

#include <ATen/Functions.h>
#include <torch/nn/modules/container/modulelist.h>

#include "base/error.h"

namespace hoi {
namespace {

ResidualBlockImpl::Path bottleneck_path(int64_t in, int64_t inner, int64_t out, int64_t stride,
                                        int64_t groups, bool stride_in_1x1) {
  return {{"reduce", {in, inner, 1, stride_in_1x1 ? stride : 1}},
          {"spatial", {inner, inner, 3, stride_in_1x1 ? 1 : stride, groups}},
          {"expand", {inner, out, 1}}};
}

ResidualBlockImpl::Path basic_path(int64_t in, int64_t out, int64_t stride) {
  return {{"first", {in, out, 3, stride}}, {"second", {out, out, 3}}};
}

}  // namespace

ResNetLayout resnet_layout(const BackboneOptions& options) {
  ResNetLayout layout;
  switch (options.kind) {
    case BackboneKind::kResNet50:
      break;
    case BackboneKind::kResNet101:
      layout.depths = {3, 4, 23, 3};
      break;
    case BackboneKind::kResNeXt101_64x4d:
      layout.depths = {3, 4, 23, 3};
      layout.groups = 64;
      layout.inner_factor = 4;  // 64 groups of 4 channels where ResNet has 64 channels
      break;
    case BackboneKind::kResNetSmall:
      if (options.small_width < 1) {
        throw InputError("backbone.small_width: found " + std::to_string(options.small_width) +
                         ", expected a positive number of channels");
      }
      layout.depths = {1, 1, 1, 1};
      layout.width = options.small_width;
      layout.bottleneck = false;
      break;
    case BackboneKind::kMobileNetV2:
      TORCH_CHECK(false, "resnet_layout: MobileNetV2 is not a residual trunk");
  }
  return layout;
}

ResidualBlockImpl::ResidualBlockImpl(const Path& path, int64_t stride,
                                     const BackboneOptions& options) {
  for (const auto& [name, shape] : path) {
    path_.push_back(register_module(name, NormalizedConvolution(shape, options)));
  }
  path_.back()->zero_output();
  const int64_t in = path.front().second.in_channels;
  const int64_t out = path.back().second.out_channels;
  if (in != out || stride != 1) {
    shortcut_ = register_module(
        "shortcut", NormalizedConvolution(ConvolutionShape{in, out, 1, stride}, options));
  }
}

torch::Tensor ResidualBlockImpl::forward(const torch::Tensor& x) {
  torch::Tensor y = path_.front()->forward(x);
  for (std::size_t i = 1; i < path_.size(); ++i) y = path_[i]->forward(y.relu_());
  y += shortcut_ ? shortcut_->forward(x) : x;
  return y.relu_();
}

ResNet::ResNet(const BackboneOptions& options)
    : StagedBackbone(options.frozen_parts), pad_right_bottom_(options.pad_right_bottom) {
  const ResNetLayout layout = resnet_layout(options);
  stem_ = register_module("stem",
                          NormalizedConvolution(ConvolutionShape{3, layout.width, 7, 2}, options));
  for (int64_t layer = 1; layer <= 4; ++layer) add_layer(layer, layout, options);
  freeze();
}

void ResNet::add_layer(int64_t layer, const ResNetLayout& layout, const BackboneOptions& options) {
  const int64_t width = layout.width << (layer - 1);
  const int64_t out = layout.bottleneck ? 4 * width : width;
  const auto blocks = register_module("layer" + std::to_string(layer), torch::nn::ModuleList());
  const auto index = static_cast<std::size_t>(layer - 1);
  int64_t in = layer == 1 ? layout.width : channels_.back();
  for (int64_t b = 0; b < layout.depths[index]; ++b) {
    const int64_t stride = b == 0 && layer > 1 ? 2 : 1;
    const auto path = layout.bottleneck
                          ? bottleneck_path(in, layout.inner_factor * width, out, stride,
                                            layout.groups, options.stride_in_1x1)
                          : basic_path(in, out, stride);
    layers_[index].emplace_back(path, stride, options);
    blocks->push_back(layers_[index].back());
    in = out;
  }
  channels_.push_back(out);
}

torch::Tensor ResNet::run_part(int64_t part, const torch::Tensor& input) {
  if (part > 1) {
    torch::Tensor x = input;
    for (auto& block : layers_[static_cast<std::size_t>(part - 2)]) x = block->forward(x);
    return x;
  }
  const auto x = stem_->forward(input).relu_();
  // Zeros are as good as minus infinity around values that are never negative.
  return pad_right_bottom_ ? torch::max_pool2d(pad_even(x, 3, 2), 3, 2)
                           : torch::max_pool2d(x, 3, 2, 1);
}

std::vector<torch::nn::Module*> ResNet::modules_of_part(int64_t part) {
  if (part == 1) return {stem_.get()};
  std::vector<torch::nn::Module*> modules;
  for (auto& block : layers_[static_cast<std::size_t>(part - 2)]) modules.push_back(block.get());
  return modules;
}

}  // namespace hoi
