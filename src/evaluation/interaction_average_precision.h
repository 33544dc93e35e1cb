#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "evaluation/average_precision.h"

namespace hoi {

/// x1, y1, x2, y2 of both boxes of a pair as inclusive corner pixels, so that a box is
/// x2 - x1 + 1 wide. Any origin, the same for everything that is compared.
struct PairBoxes {
  std::array<double, 4> human = {};
  std::array<double, 4> object = {};
};

/// An annotated pair of one interaction class.
struct AnnotatedPair {
  int image = 0;
  PairBoxes boxes;
};

/// A predicted pair of one interaction class.
struct ScoredPair {
  int image = 0;
  PairBoxes boxes;
  double score = 0;  ///< finite
};

/// How well the pairs of one interaction class were found.
struct InteractionAveragePrecision {
  double average_precision = 0;  ///< [0, 1]; 0 without ground truth or without predictions
  double max_recall = 0;  ///< [0, 1]; 0 without predictions, NaN with some but no ground truth
  std::int64_t ground_truth = 0, predictions = 0, true_positives = 0;
};

/// The smaller one of the two boxes' intersections over union.
double pair_overlap(const PairBoxes& a, const PairBoxes& b);

/// Mean over the recalls 0, 0.1, ..., 1 of the best precision at that recall or more; 0 for an
/// empty curve. The recalls wanted are the products k * 0.1 in double, some of which lie above the
/// decimal: a recall of exactly 0.3, 0.6 or 0.7 does not reach its point, by the rule of HICO-DET.
double mean_of_11_points(const PrecisionRecallCurve& curve);

/// The rule of HICO-DET's organisers for one class (spec 6.4). From the highest score on, each
/// prediction is compared with the annotated pair of its image that it overlaps most, the first one
/// of equals; it is right when they overlap by at least 0.5 and no earlier prediction was right
/// about that pair. Predictions of equal score keep their order. Of two identical annotated pairs
/// the second can therefore never be found, and still counts.
InteractionAveragePrecision evaluate_interaction(const std::vector<AnnotatedPair>& annotated,
                                                 const std::vector<ScoredPair>& predicted);

}  // namespace hoi
