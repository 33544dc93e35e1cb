#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "evaluation/region_matching.h"

namespace hoi {

/// The regions of one image.
struct RegionImage {
  std::vector<AnnotatedRegion> annotated;
  std::vector<PredictedRegion> predicted;
};

/// COCO's rule for one category, one range of areas and one limit of predictions per image, taken
/// literally: pixels are compared one by one and each recall looks through the whole curve.
class LiteralRegionEvaluation {
 public:
  struct Score {
    std::vector<double> precision, recall;  ///< per threshold
  };

  LiteralRegionEvaluation(RegionKind kind, double smallest, double largest, std::size_t most)
      : kind_(kind), smallest_(smallest), largest_(largest), most_(most) {}

  /// Nothing when the category has no ground truth.
  std::optional<Score> score(const std::vector<RegionImage>& images, int category) const {
    // The last digits are those of COCO's list: nine steps of (0.95 - 0.5) / 9.
    const double thresholds[] = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999,
                                 0.95};
    Score score;
    for (const double threshold : thresholds) {
      std::vector<Outcome> outcomes;
      int positives = 0;
      for (const RegionImage& image : images) {
        positives += match(image, category, threshold, outcomes);
      }
      if (positives == 0) return std::nullopt;
      std::stable_sort(outcomes.begin(), outcomes.end(),
                       [](const auto& a, const auto& b) { return a.score > b.score; });
      add_curve(outcomes, positives, score);
    }
    return score;
  }

  static double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }

 private:
  struct Outcome {
    double score = 0;
    bool correct = false;
  };

  bool in_range(double area) const { return area >= smallest_ && area <= largest_; }

  double overlap(const PredictedRegion& predicted, const AnnotatedRegion& annotated) const {
    double shared = 0, own = 0, other = 0;
    if (kind_ == RegionKind::kMask) {
      const auto a = decode_mask(predicted.region.mask), b = decode_mask(annotated.region.mask);
      for (std::size_t i = 0; i < a.size(); ++i) {
        shared += a[i] & b[i];
        own += a[i];
        other += b[i];
      }
    } else {
      const auto &a = predicted.region.box, &b = annotated.region.box;
      const double right = std::min(a[0] + a[2], b[0] + b[2]);
      const double bottom = std::min(a[1] + a[3], b[1] + b[3]);
      shared = std::max(0.0, right - std::max(a[0], b[0])) *
               std::max(0.0, bottom - std::max(a[1], b[1]));
      own = a[2] * a[3];
      other = b[2] * b[3];
    }
    if (shared == 0) return 0;
    return annotated.crowd ? shared / own : shared / (own + other - shared);
  }

  double area(const PredictedRegion& predicted) const {
    return kind_ == RegionKind::kMask ? static_cast<double>(mask_area(predicted.region.mask))
                                      : predicted.region.box[2] * predicted.region.box[3];
  }

  /// Appends the outcomes of one image; returns how many regions are looked for.
  int match(const RegionImage& image, int category, double threshold,
            std::vector<Outcome>& outcomes) const {
    std::vector<AnnotatedRegion> wanted, unwanted;
    for (const auto& region : image.annotated) {
      if (region.category != category) continue;
      (!region.crowd && in_range(region.area) ? wanted : unwanted).push_back(region);
    }
    std::vector<PredictedRegion> predicted;
    for (const auto& region : image.predicted) {
      if (region.category == category) predicted.push_back(region);
    }
    std::stable_sort(predicted.begin(), predicted.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    if (predicted.size() > most_) predicted.resize(most_);
    const int positives = static_cast<int>(wanted.size());
    for (const PredictedRegion& region : predicted) {
      if (take(region, threshold, wanted)) {
        outcomes.push_back({region.score, true});
      } else if (!take(region, threshold, unwanted) && in_range(area(region))) {
        outcomes.push_back({region.score, false});
      }
    }
    return positives;
  }

  /// Removes the best fitting region, unless it is a crowd; false when none fits.
  bool take(const PredictedRegion& predicted, double threshold,
            std::vector<AnnotatedRegion>& regions) const {
    auto best = regions.end();
    for (auto it = regions.begin(); it != regions.end(); ++it) {
      const double fit = overlap(predicted, *it);
      if (fit >= threshold && (best == regions.end() || fit >= overlap(predicted, *best))) {
        best = it;
      }
    }
    if (best == regions.end()) return false;
    if (!best->crowd) regions.erase(best);
    return true;
  }

  static void add_curve(const std::vector<Outcome>& outcomes, int positives, Score& score) {
    double found = 0, sum = 0;
    std::vector<double> precision, recall;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].correct) ++found;
      precision.push_back(found / static_cast<double>(i + 1));
      recall.push_back(found / positives);
    }
    for (int hundredth = 0; hundredth <= 100; ++hundredth) {
      double best = 0;
      for (std::size_t i = 0; i < recall.size(); ++i) {
        if (recall[i] >= hundredth * 0.01) best = std::max(best, precision[i]);
      }
      sum += best;
    }
    score.precision.push_back(sum / 101);
    score.recall.push_back(recall.empty() ? 0 : recall.back());
  }

  RegionKind kind_;
  double smallest_, largest_;
  std::size_t most_;
};

}  // namespace hoi
