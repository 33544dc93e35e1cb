#pragma once

#include <cstdint>
#include <vector>

namespace hoi {

/// One prediction after matching: how sure it was, and whether it was right.
struct ScoredMatch {
  double score = 0;
  bool correct = false;
};

/// Points after each prediction, from the highest score on; both lists have as many entries as
/// there are predictions.
struct PrecisionRecallCurve {
  std::vector<double> precision;
  std::vector<double> recall;
};

/// The curve of `matches` (any order; equal scores keep theirs) against `positives` annotated
/// things, > 0.
PrecisionRecallCurve precision_recall(std::vector<ScoredMatch> matches, std::int64_t positives);

/// Area under the precision envelope (each precision raised to the best one at the same or a higher
/// recall) over all points, the rule of VOC 2010 and of spec 6.1. 0 for an empty curve.
double area_under_envelope(const PrecisionRecallCurve& curve);

/// Mean of the envelope at the recalls 0, 0.01, ..., 1, the rule of COCO; 0 beyond the highest
/// recall.
double mean_of_101_points(const PrecisionRecallCurve& curve);

}  // namespace hoi
