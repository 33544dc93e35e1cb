#include "relation/classification_module.h"

#include <cmath>

#include <c10/util/Exception.h>
#include <torch/nn/init.h>

#include "vision/mixed_precision.h"

namespace hoi {

torch::Tensor ActionScores::fused(ScoreFusion fusion) const {
  switch (fusion) {
    case ScoreFusion::kVisualPlusGeometricTimesSemantic:
      return (visual + geometric) * semantic / 2;
    case ScoreFusion::kSum:
      return (semantic + geometric + visual) / 3;
    case ScoreFusion::kProduct:
      return semantic * geometric * visual;
    case ScoreFusion::kSemanticOnly:
      return semantic;
    case ScoreFusion::kGeometricOnly:
      return geometric;
    case ScoreFusion::kVisualOnly:
      return visual;
  }
  TORCH_CHECK(false, "ActionScores: unknown fusion ", static_cast<int>(fusion));
}

ClassificationModuleImpl::ClassificationModuleImpl(const ClassificationModuleOptions& options) {
  using torch::nn::Linear;
  const int64_t verbs = options.num_verbs;
  TORCH_CHECK(verbs > 0, "ClassificationModule: ", verbs, " verbs, expected at least one");
  semantic_ = register_module("semantic", Linear(verbs, verbs));
  geometric_ = register_module("geometric", Linear(options.geometric_features, verbs));
  visual_ = register_module("visual", Linear(options.visual_features, verbs));

  for (auto* stream : {&semantic_, &geometric_, &visual_}) {
    torch::nn::init::normal_((*stream)->weight, 0, 0.01);
  }
  const double p = options.initial_score;
  torch::nn::init::constant_(geometric_->bias, -std::log((1 - p) / p));
  torch::nn::init::constant_(visual_->bias, -std::log((1 - p) / p));
  torch::nn::init::constant_(semantic_->bias, options.initial_semantic_bias);
  torch::NoGradGuard no_gradient;
  semantic_->weight.add_(torch::eye(verbs), options.initial_prior_weight);
}

ActionScores ClassificationModuleImpl::forward(const torch::Tensor& semantic,
                                               const torch::Tensor& geometric,
                                               const torch::Tensor& visual) {
  TORCH_CHECK(semantic.size(0) == geometric.size(0) && semantic.size(0) == visual.size(0),
              "ClassificationModule: ", semantic.size(0), " semantic, ", geometric.size(0),
              " geometric and ", visual.size(0), " visual rows; one row per pair");
  ActionScores scores;
  scores.logits = {at_least_float32(semantic_->forward(semantic)),
                   at_least_float32(geometric_->forward(geometric)),
                   at_least_float32(visual_->forward(visual))};
  scores.semantic = scores.logits.semantic.sigmoid();
  scores.geometric = scores.logits.geometric.sigmoid();
  scores.visual = scores.logits.visual.sigmoid();
  return scores;
}

}  // namespace hoi
