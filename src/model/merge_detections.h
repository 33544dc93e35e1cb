#pragma once

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

/// Detections O of one image (spec 2.18 (b) and 4, step 4): softmax, per class the rows with at
/// least `min_score`, NMS, then the `max_detections` best; sorted by falling score. A proposal may
/// survive under several classes.
Regions merge_detections(const RefinedProposals& proposals, const DetectionOptions& options);

}  // namespace hoi
