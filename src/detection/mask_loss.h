#pragma once

#include <torch/types.h>

#include "detection/localization_stage.h"
#include "vision/ground_truth.h"

namespace hoi {

/// Regions of one image that teach a mask head; M rows.
struct MaskExamples {
  torch::Tensor boxes;     ///< (M, 4)
  torch::Tensor channels;  ///< (M,) int64 mask channel: class + 1
  torch::Tensor targets;   ///< (M, kMaskSize, kMaskSize) float, 0 or 1
};

/// The positives of `sample` whose instance has a known mask, each with that mask as its box sees
/// it: a tile is inside when at least half of it is (spec 1.8). A truth without masks gives no
/// rows: what is not known teaches nothing.
MaskExamples mask_examples(const SampledRegions& sample, const GroundTruth& truth);

/// L_SEG of one stage: mean binary cross-entropy over all tiles of all rows, a scalar; 0 and
/// connected to the graph for no rows. logits, targets (M, S, S).
torch::Tensor mask_loss(const torch::Tensor& logits, const torch::Tensor& targets);

}  // namespace hoi
