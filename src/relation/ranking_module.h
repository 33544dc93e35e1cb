#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace hoi {

struct RankingModuleOptions {
  int64_t visual_features = 1024;    ///< width of X_v_bar
  int64_t geometric_features = 256;  ///< width of X_g
};

/// Relation ranking module (RRM): is this pair worth classifying at all?
/// Paper: Eq. (13), section 3.3.2.
///
///   g(P) = sigmoid(FC([X_v_bar, X_g]))
class RankingModuleImpl : public torch::nn::Module {
 public:
  explicit RankingModuleImpl(const RankingModuleOptions& options = {});

  /// visual (P, visual_features), geometric (P, geometric_features) -> (P,) in [0, 1]; P may be 0.
  torch::Tensor forward(const torch::Tensor& visual, const torch::Tensor& geometric);

 private:
  torch::nn::Linear score_{nullptr};
};
TORCH_MODULE(RankingModule);

}  // namespace hoi
