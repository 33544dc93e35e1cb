#pragma once

#include <vector>

#include <torch/types.h>

#include "model/cascade_options.h"
#include "vision/regions.h"

namespace hoi {

/// Proposals of one image after the last stage; R rows, aligned through all stages.
struct RefinedProposals {
  torch::Tensor boxes;         ///< (R, 4) o^T
  torch::Tensor parent_boxes;  ///< (R, 4) o^{T-1}
  torch::Tensor class_logits;  ///< (R, K + 1) mean of the stages' logits; column 0 is background
};

/// The proposals of all stages of one image as one list (spec 2.18). stages: S of them, R rows
/// each.
///
///   kAverage      the last stage's boxes with the mean of all class logits: (R) rows
///   kConcatenate  every stage's boxes with its own logits, first stage first: (S R) rows
RefinedProposals join_stages(const std::vector<RefinedProposals>& stages, StageMerge merge);

/// Detections O of one image (spec 2.18 (b) and 4, step 4): softmax, per class the rows with an
/// area and at least `min_score`, NMS, then the `max_detections` best; sorted by falling score. A
/// proposal may survive under several classes.
Regions merge_detections(const RefinedProposals& proposals, const DetectionOptions& options);

}  // namespace hoi
