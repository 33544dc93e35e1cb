#pragma once

#include <cstdint>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"

namespace hoi {

/// How well the triplets of one verb were found.
struct VerbAveragePrecision {
  double average_precision = 0;  ///< [0, 1]; 0 without ground truth or without predictions
  double max_recall = 0;         ///< [0, 1], with every prediction accepted
  std::int64_t ground_truth = 0, predictions = 0, true_positives = 0;
};

/// mAP_rel (spec 6.1).
struct TripletAveragePrecision {
  std::vector<VerbAveragePrecision> verbs;  ///< N, in vocabulary order

  double mean() const;                     ///< mAP_rel: over all N verbs
  double mean_of_annotated_verbs() const;  ///< over the verbs with ground truth
  double mean_max_recall() const;          ///< over all N verbs
};

/// Scores triplets by the rule of the HOIW organisers (spec 6.1), quirks included:
///
///   - a predicted instance fits every annotated one of its category with IoU >= 0.5;
///   - a predicted triplet is right when subject, object and verb fit an annotated one that no
///     higher-scored prediction of the same entry has taken, and it takes all that fit at once;
///   - duplicate annotated triplets, and those that point outside the image's instances, stay in
///   the
///     denominator;
///   - a verb outside [0, num_verbs) is ignored on both sides; nothing else is filtered or capped.
///
/// A result belongs to the image whose `file_name` equals its `file`; results of unknown images
/// are ignored, images without result count as missed, and two results of one image are scored
/// independently. Images whose interactions nobody annotated take no part.
TripletAveragePrecision evaluate_triplets(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          int num_verbs);

}  // namespace hoi
