#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "relation/classification_module.h"
#include "relation/cross_stage_fusion.h"
#include "relation/geometric_feature.h"
#include "relation/mask_gating.h"
#include "relation/ranking_module.h"
#include "relation/relation_input.h"
#include "relation/visual_feature.h"
#include "vision/feature_pyramid.h"
#include "vision/roi_pooler.h"

namespace hoi {

/// What Eq. (11) adds to X_v^t, made from the parent boxes (spec 2.10).
enum class VisualPredecessor {
  kRaw,          ///< X_v^{t-1}
  kAccumulated,  ///< X_v^{t-1} + ... + X_v^1, each with the attention parameters of its stage
};

/// Which pairs are classified at test time when there is no ranking to tell.
enum class UnrankedPairs {
  kAll,
  kRandom,  ///< `top_pairs` random ones, the same for the same number of pairs
};

/// Widths and switches of the relation part; the switches are the ablations of Tables 4 and 7.
struct RecognitionOptions {
  int64_t resolution = 7;                                ///< RoI cells per side for H, O, U, F
  Representation representation = Representation::kBox;  ///< the others need mask heads
  int64_t visual_features = 1024;         ///< width of X_v_bar and of the hidden layer before it
  int64_t geometric_channels = 64;        ///< of the first convolution of X_g, the second has half
  int64_t geometric_features = 256;       ///< width of X_g
  int64_t face_hidden_features = 256;     ///< hidden width of Eqs. (8) and (9)
  bool use_human_semantic_mining = true;  ///< IHSM, Eqs. (5)-(7)
  double human_semantic_temperature =
      0;                           ///< divides the logits of Eq. (5); 0 = sqrt(C), 1 = literal
  bool use_face_attention = true;  ///< EFRA, Eqs. (8)-(10)
  VisualPredecessor visual_predecessor = VisualPredecessor::kRaw;
  bool use_ranking = true;  ///< RRM; off: no ranking loss, and unranked_pairs decides
  UnrankedPairs unranked_pairs = UnrankedPairs::kAll;
  double ranking_margin = 0.2;
  int64_t top_pairs = 64;  ///< kept by the ranking at test time

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("resolution", resolution);
    fields.choice("representation", representation,
                  {{"box", Representation::kBox},
                   {"mask", Representation::kMask},
                   {"max", Representation::kMax},
                   {"sum", Representation::kSum}});
    fields.value("visual_features", visual_features);
    fields.value("geometric_channels", geometric_channels);
    fields.value("geometric_features", geometric_features);
    fields.value("face_hidden_features", face_hidden_features);
    fields.value("use_human_semantic_mining", use_human_semantic_mining);
    fields.value("human_semantic_temperature", human_semantic_temperature);
    fields.value("use_face_attention", use_face_attention);
    fields.choice(
        "visual_predecessor", visual_predecessor,
        {{"raw", VisualPredecessor::kRaw}, {"accumulated", VisualPredecessor::kAccumulated}});
    fields.value("use_ranking", use_ranking);
    fields.choice("unranked_pairs", unranked_pairs,
                  {{"all", UnrankedPairs::kAll}, {"random", UnrankedPairs::kRandom}});
    fields.value("ranking_margin", ranking_margin);
    fields.value("top_pairs", top_pairs);
  }
};

/// The first stage whose attention parameters the visual feature of stage t reads; R^s with s <
/// this has no part in X_v_bar^t. t in 1..T -> 1..t.
int64_t first_visual_stage(const RecognitionOptions& options, int64_t t);

/// The relation features of the P pairs of some images, which the two modules of a stage work on.
struct RelationFeatures {
  torch::Tensor semantic;     ///< X_s (P, N)
  torch::Tensor geometric;    ///< X_g (P, geometric_features)
  torch::Tensor visual;       ///< X_v_bar (P, visual_features)
  torch::Tensor image_index;  ///< (P,) int64 image of each pair; what a loss is a mean over

  /// The pairs `rows` (Q,) int64, in that order.
  RelationFeatures select(const torch::Tensor& rows) const;
};

/// Losses of one stage, each a scalar: the sum over images of the loss of each image.
struct RelationLoss {
  torch::Tensor ranking;         ///< L_RRM, Eq. (14); 0 when the ranking is switched off
  torch::Tensor classification;  ///< L_RCM: sum of the three streams' binary cross-entropies
};

/// R^t: s^t = R^t(X^t, X^{t-1}) (section 3.3). Knows boxes and features, not the detector.
class RecognitionStageImpl : public torch::nn::Module {
 public:
  /// channels: C of the pyramid; prior: (K, N) rates of spec 2.2, kept as a buffer; align: how
  /// regions are sampled, its grid is replaced by options.resolution.
  RecognitionStageImpl(const RecognitionOptions& options, int64_t channels,
                       const torch::Tensor& prior, const RoiAlignOptions& align);

  /// predecessors: R^1..R^{t-1}, none at t = 1 (X_v^0 = 0, spec 2.10). The attention parameters of
  /// R^s make X_v^s on the parent boxes, for every s from first_visual_stage() on. P may be 0. A
  /// pair's features are the same whatever other pairs, images included, are beside it.
  RelationFeatures features(const FeaturePyramid& image, const RelationInput& input,
                            const std::vector<RecognitionStageImpl*>& predecessors);

  /// Ranking score g: (P,) in [0, 1]; 1 for every pair when the ranking is off.
  torch::Tensor rank(const RelationFeatures& features);

  /// Of the pairs of one image, rows of the `top_pairs` with the highest g, best first, ties by
  /// row: (min(P, top_pairs),) int64. When the ranking is off, all rows in their order, or
  /// `top_pairs` of them drawn by a generator whose seed is P, as unranked_pairs says.
  torch::Tensor best_pairs(const RelationFeatures& features);

  /// Action scores of the three streams.
  ActionScores classify(const RelationFeatures& features);

  /// targets (P, N) multi-hot; is_annotated (P,) bool. An image adds 0 to a term where it has
  /// nothing to learn from: no pairs, or for the ranking, one kind of pair only. A term that is 0
  /// is still part of the graph.
  RelationLoss loss(const RelationFeatures& features, const torch::Tensor& targets,
                    const torch::Tensor& is_annotated);

  /// The semantic feature X_s of objects: labels (P,) int64 -> (P, N) in [0, 1].
  torch::Tensor prior_scores(const torch::Tensor& object_labels) const;

  const RecognitionOptions& options() const { return options_; }

 private:
  torch::Tensor visual_feature(const FeaturePyramid& image, const RelationInput& input,
                               const torch::Tensor& masks,
                               const std::vector<RecognitionStageImpl*>& predecessors);

  RecognitionOptions options_;
  RoiPooler pooler_;
  torch::Tensor prior_;  // (K, N)
  GeometricFeature geometric_{nullptr};
  VisualFeatureExtractor visual_{nullptr};
  CrossStageFusion fusion_{nullptr};
  RankingModule ranking_{nullptr};  // empty when the ranking is off
  ClassificationModule classification_{nullptr};
};
TORCH_MODULE(RecognitionStage);

}  // namespace hoi
