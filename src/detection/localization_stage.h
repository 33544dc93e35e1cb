#pragma once

#include <array>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "detection/box_head.h"
#include "vision/feature_pyramid.h"
#include "vision/ground_truth.h"
#include "vision/image_batch.h"
#include "vision/roi_pooler.h"

namespace hoi {

/// One stage of the cascade: thresholds of spec 1.7, one entry per stage t.
struct LocalizationStageOptions {
  double iou_threshold = 0.5;                        ///< mu_t: a region above it is a positive
  std::array<double, 4> deviations{.1, .1, .2, .2};  ///< of the box codec
  int64_t regions_per_image = 512;                   ///< sampled for training
  double positive_fraction = 0.25;                   ///< of the sampled regions, at most
};

/// The thresholds and deviations of stage t = 1..5 (spec 1.7); throws std::out_of_range beyond.
LocalizationStageOptions default_localization_stage(int64_t t);

/// Training regions of one image at one stage; S rows.
struct SampledRegions {
  torch::Tensor boxes;        ///< (S, 4) o^{t-1}, no gradient
  torch::Tensor gt_index;     ///< (S,) int64 row of GroundTruth matched; meaningless for negatives
  torch::Tensor is_positive;  ///< (S,) bool
  torch::Tensor is_ground_truth;  ///< (S,) bool: the row is a ground-truth box itself
};

/// What one stage says about regions; R rows in the order they came.
struct LocalizationOutput {
  torch::Tensor class_logits;  ///< (R, K + 1); column 0 is background, column k + 1 is object k
  torch::Tensor deltas;        ///< (R, 4) class-agnostic, in the codec of this stage
  torch::Tensor boxes;         ///< (R, 4) o^t: decoded and clipped, detached
};

/// Classification and box losses of one stage, each a scalar (spec 1.7).
struct LocalizationLoss {
  torch::Tensor classification;
  torch::Tensor box;
  int64_t rows = 0;  ///< regions of the batch that both sums are divided by
};

/// L^t: O^t = L^t(O^{t-1}) (section 3.2).
class LocalizationStageImpl : public torch::nn::Module {
 public:
  LocalizationStageImpl(const BoxHeadOptions& head, const LocalizationStageOptions& options,
                        const RoiAlignOptions& align);

  /// Ground-truth boxes prepended to `proposals` (R, 4), matched at mu_t and sampled.
  SampledRegions sample(const torch::Tensor& proposals, const GroundTruth& truth,
                        torch::Generator& generator) const;

  /// boxes (R, 4), image_index (R,), sizes of the B images -> output of R rows; R may be 0.
  LocalizationOutput forward(const FeaturePyramid& image, const torch::Tensor& boxes,
                             const torch::Tensor& image_index, const std::vector<ImageSize>& sizes);

  /// output: of the concatenated rows of all `samples`; rows of images whose boxes are not
  /// exhaustive carry no loss.
  LocalizationLoss loss(const LocalizationOutput& output,
                        const std::vector<SampledRegions>& samples,
                        const std::vector<GroundTruth>& truths) const;

  const LocalizationStageOptions& options() const { return options_; }

 private:
  LocalizationStageOptions options_;
  RoiPooler pooler_;
  BoxHead head_{nullptr};
};
TORCH_MODULE(LocalizationStage);

}  // namespace hoi
