#pragma once

#include <memory>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "detection/backbone.h"
#include "detection/feature_pyramid_network.h"
#include "detection/localization_stage.h"
#include "detection/mask_head.h"
#include "detection/region_proposal_network.h"
#include "detection/semantic_branch.h"
#include "domain/vocabulary.h"
#include "model/cascade_loss.h"
#include "model/cascade_options.h"
#include "relation/human_object_pairs.h"
#include "relation/pair_sampler.h"
#include "relation/recognition_stage.h"
#include "vision/ground_truth.h"
#include "vision/image_batch.h"
#include "vision/regions.h"
#include "vision/roi_pooler.h"

namespace hoi {

/// Which part of the network a training step teaches (spec 3.1).
enum class TrainingPhase {
  kLocalization,  ///< phase 1: backbone, FPN, RPN, L^1..L^T, S^1..S^T
  kJoint,         ///< phase 2: everything
  kRelation,      ///< R^1..R^T on a detector that stays as it is
};

/// How the action scores of a prediction are made.
enum class Scoring {
  kNetwork,  ///< the cascade
  kPrior,    ///< the semantic feature X_s of every pair, as a yardstick
};

/// What a prediction is asked for.
struct PredictionOptions {
  DetectionOptions detection;  ///< which detections may form pairs
  /// Detections down to this score are reported, though they form no pairs: detection AP is
  /// measured on a longer list than triplets are (spec 4, step 4). At most detection.min_score.
  double report_min_score = 1;
  Scoring scoring = Scoring::kNetwork;
  bool masks = false;  ///< wanted in the result; needs mask heads
};

/// What the network says about one image, network frame. R detections, P pairs, N verbs.
struct ImagePrediction {
  Regions regions;            ///< detections, best first
  HumanObjectPairs pairs;     ///< the pairs kept by the ranking, rows of `regions`
  torch::Tensor pair_scores;  ///< (P, N) in [0, 1]: Eq. (16), without detection scores
  /// (R, kMaskSize, kMaskSize) mask probabilities in the frame of their box (vision/box_masks.h);
  /// undefined when masks were not asked for or the network has no mask heads.
  torch::Tensor masks;
};

/// The cascade of Fig. 3: a shared pyramid, then T times localization L^t and recognition R^t.
///
///   O^t = L^t(O^{t-1}),   (h, o) ~ O^t x O^t,   s^t = R^t(X^t, X^{t-1})      (section 3.1)
class HoiCascadeImpl : public torch::nn::Module {
 public:
  /// prior: (K, N) rates of domain/verb_prior.h.
  HoiCascadeImpl(const CascadeOptions& options, const Vocabulary& vocabulary,
                 const torch::Tensor& prior);

  /// The loss of one training step. truths: one per image. generators: one per image, all that its
  /// samples are drawn from; so an image draws the same rows whatever images are beside it.
  CascadeLoss loss(const ImageBatch& batch, const std::vector<GroundTruth>& truths,
                   TrainingPhase phase, std::vector<torch::Generator>& generators);

  /// The same with a generator per image that `generator` seeds.
  CascadeLoss loss(const ImageBatch& batch, const std::vector<GroundTruth>& truths,
                   TrainingPhase phase, torch::Generator& generator);

  /// One prediction per image. faces: per image (F, 5) in the network frame. Runs without gradient.
  std::vector<ImagePrediction> predict(const ImageBatch& batch,
                                       const std::vector<torch::Tensor>& faces,
                                       const PredictionOptions& options);

  /// The parameters that `phase` trains: those that require a gradient and belong to its part.
  std::vector<torch::Tensor> trained_parameters(TrainingPhase phase) const;

  Backbone& backbone() { return *backbone_; }
  const CascadeOptions& options() const { return options_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  FeaturePyramid pyramid(const torch::Tensor& pixels);
  /// Adds the embedding to `image`; the branch's class logits, undefined without the branch.
  torch::Tensor add_semantics(FeaturePyramid& image);
  /// Y_bar: what mask heads read, (R, C, 14, 14).
  torch::Tensor mask_regions(const FeaturePyramid& image, const torch::Tensor& boxes,
                             const torch::Tensor& image_index) const;
  /// R^1..R^{t-1}.
  std::vector<RecognitionStageImpl*> predecessors_of(int64_t t);
  /// L_RRM and L_RCM of stage t, of the pairs of all images together. candidates: O^t of each
  /// image.
  void add_relation_loss(int64_t t, const FeaturePyramid& image,
                         const std::vector<RelationCandidates>& candidates,
                         const std::vector<GroundTruth>& truths,
                         std::vector<torch::Generator>& generators, CascadeLoss& loss);
  /// L_SEG of stage t. regions: O^t of each image.
  void add_mask_loss(int64_t t, const FeaturePyramid& image,
                     const std::vector<torch::Tensor>& regions,
                     const std::vector<GroundTruth>& truths,
                     const std::vector<torch::Generator>& generators, CascadeLoss& loss);
  /// Predicted masks of the regions that pairs are made of, 0 for all others: (R, kMaskSize,
  /// kMaskSize).
  torch::Tensor entity_masks(int64_t t, const FeaturePyramid& image, const RelationInput& input);
  ImagePrediction recognize(const FeaturePyramid& image, int64_t image_index,
                            const Regions& regions, const torch::Tensor& faces,
                            const PredictionOptions& options);
  /// S^1..S^t.
  std::vector<MaskHead> segmentation_heads(int64_t t) const;
  /// (R, kMaskSize, kMaskSize): mean probability of S^1..S^t. image_index (R,): of each box.
  torch::Tensor predicted_masks(int64_t t, const FeaturePyramid& image,
                                const torch::Tensor& image_index, const torch::Tensor& boxes,
                                const torch::Tensor& labels);

  CascadeOptions options_;
  Vocabulary vocabulary_;
  std::shared_ptr<Backbone> backbone_;
  FeaturePyramidNetwork pyramid_{nullptr};
  RegionProposalNetwork proposals_{nullptr};
  std::vector<LocalizationStage> localization_;  // L^1..L^T
  std::vector<RecognitionStage> recognition_;    // R^1..R^T
  std::vector<MaskHead> segmentation_;           // S^1..S^T, empty without masks
  SemanticBranch semantic_{nullptr};             // empty without it
  RoiPooler mask_pooler_;
};
TORCH_MODULE(HoiCascade);

}  // namespace hoi
