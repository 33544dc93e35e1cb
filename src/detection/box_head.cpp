#include "detection/box_head.h"

#include <ATen/Functions.h>
#include <torch/nn/init.h>

#include "vision/mixed_precision.h"

namespace hoi {

BoxHeadImpl::BoxHeadImpl(const BoxHeadOptions& options) {
  TORCH_CHECK(options.num_objects > 0, "BoxHead: num_objects is ", options.num_objects);
  const int64_t inputs = options.channels * options.resolution * options.resolution;
  const int64_t hidden = options.hidden_features;
  hidden1_ = register_module("hidden1", torch::nn::Linear(inputs, hidden));
  hidden2_ = register_module("hidden2", torch::nn::Linear(hidden, hidden));
  classes_ = register_module("classes", torch::nn::Linear(hidden, options.num_objects + 1));
  deltas_ = register_module("deltas", torch::nn::Linear(hidden, 4));
  torch::nn::init::xavier_uniform_(hidden1_->weight);
  torch::nn::init::xavier_uniform_(hidden2_->weight);
  torch::nn::init::normal_(classes_->weight, 0, 0.01);
  torch::nn::init::normal_(deltas_->weight, 0, 0.001);
  for (auto* layer : {&hidden1_, &hidden2_, &classes_, &deltas_}) {
    torch::nn::init::zeros_((*layer)->bias);
  }
}

BoxHeadOutput BoxHeadImpl::forward(const torch::Tensor& features) {
  const auto flat = features.flatten(1);
  const auto hidden = hidden2_->forward(hidden1_->forward(flat).relu_()).relu_();
  return {at_least_float32(classes_->forward(hidden)), at_least_float32(deltas_->forward(hidden))};
}

}  // namespace hoi
