#pragma once

#include <torch/types.h>

namespace hoi {

/// What is annotated in one training image; boxes in the network frame.
/// G annotated instances, A annotated pairs, N verbs, F faces.
struct GroundTruth {
  torch::Tensor boxes;   ///< (G, 4) float
  torch::Tensor labels;  ///< (G,) int64 in [0, K)
  /// (G, kTruthMaskSize, kTruthMaskSize) float masks in the frame of their box
  /// (vision/box_masks.h); all zero where has_mask is false. Undefined: nobody asked for masks.
  torch::Tensor masks;
  torch::Tensor has_mask;  ///< (G,) bool: an instance without a known mask teaches no mask head
  /// False: an unmatched region may be an unannotated object, hence no localization negative and no
  /// localization loss at all (the image serves relation losses only).
  bool boxes_exhaustive = true;
  /// False: nobody annotated interactions, hence no relation loss.
  bool interactions_annotated = true;
  torch::Tensor pair_subject;  ///< (A,) int64 rows of `boxes`; one entry per distinct pair
  torch::Tensor pair_object;   ///< (A,) int64 rows of `boxes`
  torch::Tensor pair_verbs;    ///< (A, N) float multi-hot
  torch::Tensor faces;         ///< (F, 5) float: x1, y1, x2, y2, score
  torch::Tensor crowd_boxes;   ///< (M, 4) float: regions that are neither positive nor negative
};

}  // namespace hoi
