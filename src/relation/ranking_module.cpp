#include "relation/ranking_module.h"

#include <c10/util/Exception.h>
#include <torch/nn/init.h>

#include "vision/mixed_precision.h"

namespace hoi {

RankingModuleImpl::RankingModuleImpl(const RankingModuleOptions& options) {
  score_ = register_module(
      "score", torch::nn::Linear(options.visual_features + options.geometric_features, 1));
  torch::nn::init::normal_(score_->weight, 0, 0.01);
  torch::nn::init::zeros_(score_->bias);
}

torch::Tensor RankingModuleImpl::forward(const torch::Tensor& visual,
                                         const torch::Tensor& geometric) {
  TORCH_CHECK(visual.size(0) == geometric.size(0), "RankingModule: ", visual.size(0),
              " visual rows but ", geometric.size(0), " geometric rows; one row per pair");
  const auto logits = score_->forward(torch::cat({visual, geometric}, 1));
  return at_least_float32(logits).squeeze(1).sigmoid();
}

}  // namespace hoi
