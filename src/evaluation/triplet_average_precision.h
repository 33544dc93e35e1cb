#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"
#include "evaluation/average_precision.h"
#include "evaluation/triplet_matching.h"

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
///   - a predicted box fits every annotated one of its category with IoU >= 0.5;
///   - a predicted triplet is right when subject, object and verb fit an annotated one that no
///     higher-scored prediction of the same entry has taken, and it takes all that fit at once;
///   - duplicate annotated triplets, and those that point outside the image's boxes, stay in the
///     denominator;
///   - a verb outside [0, num_verbs) is ignored on both sides; nothing else is filtered or capped;
///   - of two annotated images of one name the first is compared, the triplets of both count.
///
/// Predictions come image by image, so that a file of them need not be in memory.
class TripletEvaluator {
 public:
  TripletEvaluator(std::vector<TripletImage> annotated, int num_verbs);

  /// Scores one predicted entry; entries of one image are scored independently. Returns the row of
  /// the annotated image of this name, -1 when there is none and the entry is ignored.
  std::int64_t add(const TripletImage& predicted);

  /// The figures of all entries so far. Equal scores keep the order in which they were added.
  TripletAveragePrecision result() const;

 private:
  std::vector<TripletImage> annotated_;
  std::unordered_map<std::string, std::size_t> row_of_file_;
  std::vector<std::int64_t> ground_truth_;         // per verb
  std::vector<std::vector<ScoredMatch>> matches_;  // per verb
};

/// The same for results and annotations of the program.
///
/// A result belongs to the image whose `file_name` equals its `file`; results of unknown images
/// are ignored, images without result count as missed, and two results of one image are scored
/// independently. Images whose interactions nobody annotated take no part.
TripletAveragePrecision evaluate_triplets(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          int num_verbs);

}  // namespace hoi
