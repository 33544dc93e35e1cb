#include "evaluation/interaction_average_precision.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

namespace hoi {
namespace {

constexpr double kLeastOverlap = 0.5;

double inclusive_width(const std::array<double, 4>& box) { return box[2] - box[0] + 1; }
double inclusive_height(const std::array<double, 4>& box) { return box[3] - box[1] + 1; }
double inclusive_area(const std::array<double, 4>& box) {
  return inclusive_width(box) * inclusive_height(box);
}

double inclusive_iou(const std::array<double, 4>& a, const std::array<double, 4>& b) {
  const std::array<double, 4> shared = {std::max(a[0], b[0]), std::max(a[1], b[1]),
                                        std::min(a[2], b[2]), std::min(a[3], b[3])};
  if (!(inclusive_width(shared) > 0 && inclusive_height(shared) > 0)) return 0;
  const double intersection = inclusive_area(shared);
  return intersection / (inclusive_area(a) + inclusive_area(b) - intersection);
}

/// The annotated pairs of each image, in the order in which they were given.
class PairsByImage {
 public:
  explicit PairsByImage(const std::vector<AnnotatedPair>& pairs) : pairs_(pairs) {
    std::stable_sort(pairs_.begin(), pairs_.end(),
                     [](const auto& a, const auto& b) { return a.image < b.image; });
    taken_.resize(pairs_.size(), false);
  }

  /// Whether the prediction is right; if so its pair is taken.
  bool take(const ScoredPair& predicted) {
    auto pair = std::lower_bound(pairs_.begin(), pairs_.end(), predicted.image,
                                 [](const auto& a, int image) { return a.image < image; });
    auto best = pairs_.end();
    double best_overlap = -std::numeric_limits<double>::infinity();
    for (; pair != pairs_.end() && pair->image == predicted.image; ++pair) {
      const double overlap = pair_overlap(predicted.boxes, pair->boxes);
      if (overlap > best_overlap) {
        best_overlap = overlap;
        best = pair;
      }
    }
    if (!(best_overlap >= kLeastOverlap)) return false;
    const auto position = static_cast<std::size_t>(best - pairs_.begin());
    if (taken_[position]) return false;
    taken_[position] = true;
    return true;
  }

 private:
  std::vector<AnnotatedPair> pairs_;
  std::vector<bool> taken_;
};

std::vector<std::size_t> order_by_score(const std::vector<ScoredPair>& predicted) {
  std::vector<std::size_t> order(predicted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return predicted[a].score > predicted[b].score;
  });
  return order;
}

}  // namespace

double pair_overlap(const PairBoxes& a, const PairBoxes& b) {
  return std::min(inclusive_iou(a.human, b.human), inclusive_iou(a.object, b.object));
}

double mean_of_11_points(const PrecisionRecallCurve& curve) {
  constexpr int kPoints = 11;
  double sum = 0;
  for (int point = 0; point < kPoints; ++point) {
    const auto reached = std::lower_bound(curve.recall.begin(), curve.recall.end(), point * 0.1);
    const auto begin = curve.precision.begin() + (reached - curve.recall.begin());
    if (begin == curve.precision.end()) break;
    sum += *std::max_element(begin, curve.precision.end());
  }
  return sum / kPoints;
}

InteractionAveragePrecision evaluate_interaction(const std::vector<AnnotatedPair>& annotated,
                                                 const std::vector<ScoredPair>& predicted) {
  InteractionAveragePrecision result;
  result.ground_truth = static_cast<std::int64_t>(annotated.size());
  result.predictions = static_cast<std::int64_t>(predicted.size());
  if (predicted.empty()) return result;
  if (annotated.empty()) {
    result.max_recall = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  PairsByImage pairs(annotated);
  std::vector<ScoredMatch> matches;
  matches.reserve(predicted.size());
  for (const std::size_t i : order_by_score(predicted)) {
    matches.push_back({predicted[i].score, pairs.take(predicted[i])});
    if (matches.back().correct) ++result.true_positives;
  }
  const auto curve = precision_recall(std::move(matches), result.ground_truth);
  result.average_precision = mean_of_11_points(curve);
  result.max_recall = curve.recall.back();
  return result;
}

}  // namespace hoi
