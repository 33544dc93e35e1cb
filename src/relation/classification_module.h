#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace hoi {

/// How the three streams become one score (Table 7).
enum class ScoreFusion {
  kVisualPlusGeometricTimesSemantic,  ///< Eq. (16), halved: (s_v + s_g) s_s / 2
  kSum,                               ///< (s_s + s_g + s_v) / 3
  kProduct,                           ///< s_s s_g s_v
  kSemanticOnly,
  kGeometricOnly,
  kVisualOnly,
};

/// Logits of P pairs and N verbs, one set per stream: each (P, N), unbounded.
struct ActionLogits {
  torch::Tensor semantic, geometric, visual;
};

/// Action scores of P pairs and N verbs, one set per stream: each (P, N) in [0, 1].
struct ActionScores {
  torch::Tensor semantic, geometric, visual;
  ActionLogits logits;  ///< of the same scores: the losses need them

  /// One score per pair and verb: (P, N) in [0, 1]. Every fusion is scaled to that range, which
  /// changes no ranking; the paper's Eq. (16) lies in [0, 2] (spec 2.15).
  torch::Tensor fused(ScoreFusion fusion = ScoreFusion::kVisualPlusGeometricTimesSemantic) const;
};

struct ClassificationModuleOptions {
  int64_t num_verbs = 0;             ///< N, decided by the vocabulary
  int64_t visual_features = 1024;    ///< width of X_v_bar
  int64_t geometric_features = 256;  ///< width of X_g
  // Where training starts (spec 2.13): rare verbs in two streams, and a semantic stream that grows
  // with the prior. Three sigmoids at 1/2 would make the product ill-conditioned.
  double initial_score = 0.05;        ///< of the visual and the geometric stream
  double initial_prior_weight = 6;    ///< diagonal of the semantic stream's weight
  double initial_semantic_bias = -3;  ///< its bias
};

/// Relation classification module (RCM): three independent multi-label classifiers.
/// Paper: Eqs. (15)-(16), section 3.3.3.
///
///   s_s = sigmoid(FC(X_s))    s_g = sigmoid(FC(X_g))    s_v = sigmoid(FC(X_v_bar))
///   s = (s_v + s_g) * s_s     element-wise, at inference only: ActionScores::fused()
class ClassificationModuleImpl : public torch::nn::Module {
 public:
  explicit ClassificationModuleImpl(const ClassificationModuleOptions& options);

  /// semantic (P, N), geometric (P, geometric_features), visual (P, visual_features); P may be 0.
  ActionScores forward(const torch::Tensor& semantic, const torch::Tensor& geometric,
                       const torch::Tensor& visual);

 private:
  torch::nn::Linear semantic_{nullptr}, geometric_{nullptr}, visual_{nullptr};
};
TORCH_MODULE(ClassificationModule);

}  // namespace hoi
