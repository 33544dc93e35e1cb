#pragma once

#include <torch/types.h>

#include "relation/human_object_pairs.h"
#include "vision/ground_truth.h"

namespace hoi {

struct PairSamplerOptions {
  int64_t pairs_per_image = 128;    ///< at most a quarter of them positive
  int64_t regions_per_truth = 16;   ///< refined regions kept per ground-truth box
  int64_t background_regions = 32;  ///< unmatched regions kept
  double background_min_score = 0.1;
  int64_t negatives_without_positive = 8;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("pairs_per_image", pairs_per_image);
    fields.value("regions_per_truth", regions_per_truth);
    fields.value("background_regions", background_regions);
    fields.value("background_min_score", background_min_score);
    fields.value("negatives_without_positive", negatives_without_positive);
  }
};

/// Candidate regions of one image from which pairs are drawn in training, whoever made them.
struct RelationCandidates {
  torch::Tensor boxes;         ///< (R, 4) o^t
  torch::Tensor parent_boxes;  ///< (R, 4) o^{t-1} of the same rows
  torch::Tensor gt_index;      ///< (R,) int64 matched ground-truth row, -1 when unmatched
  torch::Tensor labels;        ///< (R,) int64 arg-max foreground class of the detector
  torch::Tensor scores;        ///< (R,) float score of that class
};

/// The pairs of one image and stage with their targets. E entities, P pairs.
struct SampledPairs {
  torch::Tensor boxes;         ///< (E, 4) entities: ground truth first
  torch::Tensor parent_boxes;  ///< (E, 4)
  torch::Tensor labels;        ///< (E,) ground-truth class for matched rows, else the detector's
  HumanObjectPairs pairs;      ///< rows of the entities
  torch::Tensor targets;       ///< (P, N) float multi-hot; all zero for a negative
  torch::Tensor is_annotated;  ///< (P,) bool
};

/// Draws the mini-batch of pairs of one image by the five steps of spec 3.2.
/// Paper: Eq. (12), section 3.3.2: which pairs are annotated (they must outrank the others).
///
/// iou_threshold: mu_t of the stage.
SampledPairs sample_pairs(const RelationCandidates& candidates, const GroundTruth& truth,
                          int64_t person, bool person_as_object, double iou_threshold,
                          const PairSamplerOptions& options, torch::Generator& generator);

}  // namespace hoi
