#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "evaluation/interaction_average_precision.h"

namespace hoi {

/// Mean of the best precision at the recalls k * 0.1 or more.
inline double literal_11_points(const std::vector<double>& precision,
                                const std::vector<double>& recall) {
  double average = 0;
  for (int k = 0; k <= 10; ++k) {
    double best = 0;
    for (std::size_t i = 0; i < recall.size(); ++i) {
      if (recall[i] >= k * 0.1) best = std::max(best, precision[i]);
    }
    average += best / 11;
  }
  return average;
}

/// The rules of spec 6.4 once more, word by word and without any care for speed: (AP, recall).
inline std::pair<double, double> literal_interaction_score(
    const std::vector<AnnotatedPair>& annotated, std::vector<ScoredPair> predicted) {
  const auto overlap_1d = [](double a1, double a2, double b1, double b2) {
    return std::min(a2, b2) - std::max(a1, b1) + 1;
  };
  const auto overlap_2d = [&](const std::array<double, 4>& a, const std::array<double, 4>& b) {
    const double width = overlap_1d(a[0], a[2], b[0], b[2]);
    const double height = overlap_1d(a[1], a[3], b[1], b[3]);
    if (width <= 0 || height <= 0) return 0.0;
    const double area_a = (a[2] - a[0] + 1) * (a[3] - a[1] + 1);
    const double area_b = (b[2] - b[0] + 1) * (b[3] - b[1] + 1);
    return width * height / (area_a + area_b - width * height);
  };
  // Insertion sort: an earlier one stays before a later one of the same score.
  for (std::size_t i = 1; i < predicted.size(); ++i) {
    for (std::size_t j = i; j > 0 && predicted[j - 1].score < predicted[j].score; --j) {
      std::swap(predicted[j - 1], predicted[j]);
    }
  }
  std::vector<bool> taken(annotated.size(), false);
  std::vector<double> precision, recall;
  int right = 0;
  for (const ScoredPair& prediction : predicted) {
    int best = -1;
    double best_overlap = -1;
    for (std::size_t g = 0; g < annotated.size(); ++g) {
      if (annotated[g].image != prediction.image) continue;
      const double human = overlap_2d(prediction.boxes.human, annotated[g].boxes.human);
      const double object = overlap_2d(prediction.boxes.object, annotated[g].boxes.object);
      if (std::min(human, object) > best_overlap) {
        best_overlap = std::min(human, object);
        best = static_cast<int>(g);
      }
    }
    if (best >= 0 && best_overlap >= 0.5 && !taken[static_cast<std::size_t>(best)]) {
      taken[static_cast<std::size_t>(best)] = true;
      ++right;
    }
    precision.push_back(right / static_cast<double>(precision.size() + 1));
    recall.push_back(right / static_cast<double>(annotated.size()));
  }
  return {literal_11_points(precision, recall), recall.empty() ? 0 : recall.back()};
}

}  // namespace hoi
