#include "detection/mask_head.h"

#include <string>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "detection/relu_initialization.h"
#include "vision/mixed_precision.h"

namespace hoi {

MaskHeadImpl::MaskHeadImpl(const MaskHeadOptions& options) {
  using torch::nn::Conv2d;
  using torch::nn::Conv2dOptions;
  TORCH_CHECK(options.num_objects > 0 && options.convolutions > 0, "MaskHead: num_objects is ",
              options.num_objects, ", convolutions ", options.convolutions);
  const int64_t hidden = options.hidden_channels;
  if (options.receives_flow) {
    flow_ = register_module("flow", Conv2d(Conv2dOptions(hidden, options.channels, 1)));
  }
  for (int64_t i = 0; i < options.convolutions; ++i) {
    const int64_t inputs = i == 0 ? options.channels : hidden;
    convolutions_.push_back(register_module("convolution" + std::to_string(i + 1),
                                            Conv2d(Conv2dOptions(inputs, hidden, 3).padding(1))));
  }
  upsample_ = register_module(
      "upsample",
      torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(hidden, hidden, 2).stride(2)));
  predict_ = register_module("predict", Conv2d(Conv2dOptions(hidden, options.num_objects + 1, 1)));
  initialize_relu_convolutions(*this);
}

torch::Tensor MaskHeadImpl::feature(const torch::Tensor& regions, const torch::Tensor& earlier) {
  TORCH_CHECK(earlier.defined() == !flow_.is_empty(), "MaskHead: a head with flow takes the ",
              "feature of the head before, one without takes none");
  auto x = earlier.defined() ? regions + flow_->forward(earlier).relu() : regions;
  for (auto& convolution : convolutions_) x = convolution->forward(x).relu();
  return x;
}

torch::Tensor MaskHeadImpl::logits(const torch::Tensor& feature, const torch::Tensor& channels) {
  TORCH_CHECK(feature.size(0) == channels.size(0), "MaskHead: ", feature.size(0),
              " regions, channels of ", channels.size(0));
  const auto x = upsample_->forward(feature).relu();  // (R, hidden, 28, 28)
  const auto weight = predict_->weight.flatten(1).index_select(0, channels).unsqueeze(1);
  const auto bias = predict_->bias.index_select(0, channels).view({-1, 1, 1});
  const auto logits = at_least_float32(weight.bmm(x.flatten(2))) + bias;
  return logits.view({x.size(0), x.size(2), x.size(3)});
}

torch::Tensor mask_logits(std::vector<MaskHead>& heads, const torch::Tensor& regions,
                          const torch::Tensor& channels) {
  TORCH_CHECK(!heads.empty(), "mask_logits: no heads");
  torch::Tensor feature;
  for (auto& head : heads) feature = head->feature(regions, feature);
  return heads.back()->logits(feature, channels);
}

torch::Tensor mask_probabilities(std::vector<MaskHead>& heads, const torch::Tensor& regions,
                                 const torch::Tensor& channels) {
  TORCH_CHECK(!heads.empty(), "mask_probabilities: no heads");
  torch::Tensor feature, sum;
  for (auto& head : heads) {
    feature = head->feature(regions, feature);
    const auto probability = head->logits(feature, channels).sigmoid();
    sum = sum.defined() ? sum + probability : probability;
  }
  return sum / static_cast<double>(heads.size());
}

}  // namespace hoi
