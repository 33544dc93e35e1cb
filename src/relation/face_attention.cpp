#include "relation/face_attention.h"

#include <c10/util/Exception.h>
#include <torch/nn/functional/linear.h>
#include <torch/nn/init.h>

namespace hoi {

RegionAttentionImpl::RegionAttentionImpl(const FaceAttentionOptions& options) {
  const int64_t features = options.channels * options.resolution * options.resolution;
  hidden_ = register_module("hidden", torch::nn::Linear(2 * features, options.hidden_features));
  output_ = register_module("output", torch::nn::Linear(options.hidden_features, 1));
  // A fan-in of 25,088 correlated cells: unit gain, and a last layer that starts at sigmoid(0) =
  // 1/2.
  torch::nn::init::kaiming_uniform_(hidden_->weight, 1);
  torch::nn::init::zeros_(hidden_->bias);
  torch::nn::init::normal_(output_->weight, 0, 0.01);
  torch::nn::init::zeros_(output_->bias);
}

torch::Tensor RegionAttentionImpl::forward(const torch::Tensor& a, const torch::Tensor& a_of_pair,
                                           const torch::Tensor& b, const torch::Tensor& b_of_pair) {
  const int64_t features = hidden_->weight.size(1) / 2;
  const auto a_rows = a.flatten(1), b_rows = b.flatten(1);
  TORCH_CHECK(a_rows.size(1) == features && b_rows.size(1) == features,
              "RegionAttention: regions of shape ", a.sizes(), " and ", b.sizes(), ", expected ",
              features, " features each");
  const auto weight = hidden_->weight.split_with_sizes({features, features}, 1);
  const auto from_a = torch::nn::functional::linear(a_rows, weight[0]).index_select(0, a_of_pair);
  const auto from_b = torch::nn::functional::linear(b_rows, weight[1]).index_select(0, b_of_pair);
  return output_->forward((from_a + from_b + hidden_->bias).relu()).squeeze(1).sigmoid();
}

FaceAttentionImpl::FaceAttentionImpl(const FaceAttentionOptions& options) {
  face_ = register_module("face", RegionAttention(options));
  faceless_ = register_module("faceless", RegionAttention(options));
}

FaceWeights FaceAttentionImpl::forward(const FaceAttentionInput& input) {
  const auto face =
      face_->forward(input.face, input.face_of_pair, input.object, input.object_of_pair);
  const auto faceless =
      faceless_->forward(input.faceless, input.human_of_pair, input.object, input.object_of_pair);
  return {face * input.face_of_pair.gt(0).to(face.dtype()), faceless};
}

}  // namespace hoi
