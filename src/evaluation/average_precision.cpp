#include "evaluation/average_precision.h"

#include <algorithm>

namespace hoi {
namespace {

/// Each precision raised to the best one at the same or a higher recall.
std::vector<double> envelope(std::vector<double> precision) {
  for (std::size_t i = precision.size(); i > 1; --i) {
    precision[i - 2] = std::max(precision[i - 2], precision[i - 1]);
  }
  return precision;
}

}  // namespace

PrecisionRecallCurve precision_recall(std::vector<ScoredMatch> matches, std::int64_t positives) {
  std::stable_sort(matches.begin(), matches.end(),
                   [](const ScoredMatch& a, const ScoredMatch& b) { return a.score > b.score; });
  PrecisionRecallCurve curve;
  double correct = 0;
  for (const ScoredMatch& match : matches) {
    if (match.correct) ++correct;
    curve.precision.push_back(correct / static_cast<double>(curve.precision.size() + 1));
    curve.recall.push_back(correct / static_cast<double>(positives));
  }
  return curve;
}

double area_under_envelope(const PrecisionRecallCurve& curve) {
  const auto precision = envelope(curve.precision);
  double area = 0;
  double previous_recall = 0;
  for (std::size_t i = 0; i < precision.size(); ++i) {
    area += (curve.recall[i] - previous_recall) * precision[i];
    previous_recall = curve.recall[i];
  }
  return area;
}

double mean_of_101_points(const PrecisionRecallCurve& curve) {
  constexpr int kPoints = 101;
  const auto precision = envelope(curve.precision);
  double sum = 0;
  for (int point = 0; point < kPoints; ++point) {
    const double wanted = point == kPoints - 1 ? 1.0 : point * 0.01;
    const auto reached = std::lower_bound(curve.recall.begin(), curve.recall.end(), wanted);
    if (reached == curve.recall.end()) break;
    sum += precision[static_cast<std::size_t>(reached - curve.recall.begin())];
  }
  return sum / kPoints;
}

}  // namespace hoi
