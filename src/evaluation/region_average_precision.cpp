#include "evaluation/region_average_precision.h"

#include <algorithm>
#include <map>

#include "evaluation/average_precision.h"

namespace hoi {
namespace {

constexpr std::size_t kThreshold75 = 5;

bool is_set(std::uint16_t bits, std::size_t index) { return (bits >> index & 1U) != 0; }

/// Precision and recall at one threshold; ranked: best first.
struct ThresholdScore {
  double precision = 0, recall = 0;
};

ThresholdScore score_at(const std::vector<JudgedRegion>& ranked, std::size_t size,
                        std::size_t threshold, std::int64_t ground_truth) {
  std::vector<ScoredMatch> matches;
  for (const JudgedRegion& region : ranked) {
    const RegionJudgement& judgement = region.sizes[size];
    if (is_set(judgement.ignored, threshold)) continue;
    matches.push_back({region.score, is_set(judgement.correct, threshold)});
  }
  const auto curve = precision_recall(std::move(matches), ground_truth);
  return {mean_of_101_points(curve), curve.recall.empty() ? 0 : curve.recall.back()};
}

using ThresholdScores = std::array<ThresholdScore, kOverlapThresholds>;

/// All zero without ground truth.
ThresholdScores scores_of(const std::vector<JudgedRegion>& ranked, std::size_t size,
                          std::int64_t ground_truth) {
  ThresholdScores scores;
  for (std::size_t t = 0; ground_truth > 0 && t < scores.size(); ++t) {
    scores[t] = score_at(ranked, size, t, ground_truth);
  }
  return scores;
}

SizeAveragePrecision mean_of_thresholds(const ThresholdScores& scores, std::int64_t ground_truth) {
  SizeAveragePrecision mean;
  mean.ground_truth = ground_truth;
  for (const ThresholdScore& score : scores) {
    mean.average_precision += score.precision / kOverlapThresholds;
    mean.average_recall += score.recall / kOverlapThresholds;
  }
  return mean;
}

/// Mean recall over the thresholds with the `most` best predictions of each image.
double recall_with(const std::vector<JudgedRegion>& ranked, std::size_t most,
                   std::int64_t ground_truth) {
  double found = 0;
  for (const JudgedRegion& region : ranked) {
    for (std::size_t t = 0; region.rank < most && t < kOverlapThresholds; ++t) {
      if (is_set(region.sizes[kAnySize].correct, t)) ++found;
    }
  }
  return found / kOverlapThresholds / static_cast<double>(ground_truth);
}

template <class Score>
std::optional<double> mean_over_known(const RegionAveragePrecision& evaluation, Score score) {
  double sum = 0, count = 0;
  for (const CategoryAveragePrecision& category : evaluation.categories) {
    const std::optional<double> value = score(category);
    if (!value) continue;
    sum += *value;
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

/// Mean of a member over the categories with ground truth.
std::optional<double> mean_of_member(const RegionAveragePrecision& evaluation,
                                     double CategoryAveragePrecision::*member) {
  return mean_over_known(evaluation, [&](const CategoryAveragePrecision& category) {
    return category.ground_truth > 0 ? std::optional(category.*member) : std::nullopt;
  });
}

std::optional<double> mean_of_size(const RegionAveragePrecision& evaluation,
                                   SizeAveragePrecision CategoryAveragePrecision::*size,
                                   double SizeAveragePrecision::*member) {
  return mean_over_known(evaluation, [&](const CategoryAveragePrecision& category) {
    const SizeAveragePrecision& score = category.*size;
    return score.ground_truth > 0 ? std::optional(score.*member) : std::nullopt;
  });
}

}  // namespace

double RegionAveragePrecision::mean() const {
  return mean_of_member(*this, &CategoryAveragePrecision::average_precision).value_or(0);
}

double RegionAveragePrecision::mean_50() const {
  return mean_of_member(*this, &CategoryAveragePrecision::average_precision_50).value_or(0);
}

double RegionAveragePrecision::mean_75() const {
  return mean_of_member(*this, &CategoryAveragePrecision::average_precision_75).value_or(0);
}

std::vector<SummaryNumber> coco_summary(const RegionAveragePrecision& evaluation) {
  using Category = CategoryAveragePrecision;
  using Size = SizeAveragePrecision;
  const auto whole = [&](double Category::*member) { return mean_of_member(evaluation, member); };
  const auto sized = [&](Size Category::*size, double Size::*member) {
    return mean_of_size(evaluation, size, member);
  };
  return {{"AP", "IoU 0.50:0.95", whole(&Category::average_precision)},
          {"AP50", "IoU 0.50", whole(&Category::average_precision_50)},
          {"AP75", "IoU 0.75", whole(&Category::average_precision_75)},
          {"APs", "small, up to 32 x 32", sized(&Category::small, &Size::average_precision)},
          {"APm", "medium, up to 96 x 96", sized(&Category::medium, &Size::average_precision)},
          {"APl", "large", sized(&Category::large, &Size::average_precision)},
          {"AR1", "1 per image and category", whole(&Category::average_recall_1)},
          {"AR10", "10 per image and category", whole(&Category::average_recall_10)},
          {"AR100", "100 per image and category", whole(&Category::average_recall)},
          {"ARs", "small, up to 32 x 32", sized(&Category::small, &Size::average_recall)},
          {"ARm", "medium, up to 96 x 96", sized(&Category::medium, &Size::average_recall)},
          {"ARl", "large", sized(&Category::large, &Size::average_recall)}};
}

RegionEvaluation::RegionEvaluation(RegionKind kind, int num_categories, int max_detections)
    : kind_(kind),
      max_detections_(static_cast<std::size_t>(std::max(max_detections, 0))),
      categories_(static_cast<std::size_t>(std::max(num_categories, 0))) {}

void RegionEvaluation::add_image(const std::vector<AnnotatedRegion>& annotated,
                                 const std::vector<PredictedRegion>& predicted) {
  struct Cell {
    std::vector<const AnnotatedRegion*> annotated;
    std::vector<const PredictedRegion*> predicted;
  };
  std::map<int, Cell> cells;
  for (const auto& region : annotated) cells[region.category].annotated.push_back(&region);
  for (const auto& region : predicted) cells[region.category].predicted.push_back(&region);
  for (auto& [index, cell] : cells) {
    if (index < 0 || static_cast<std::size_t>(index) >= categories_.size()) continue;
    Category& category = categories_[static_cast<std::size_t>(index)];
    for (const AnnotatedRegion* region : cell.annotated) {
      for (std::size_t size = 0; size < kRegionSizes; ++size) {
        if (!region->crowd && has_size(region->area, size)) ++category.ground_truth[size];
      }
    }
    const auto judged =
        match_regions(cell.annotated, std::move(cell.predicted), kind_, max_detections_);
    category.predictions.insert(category.predictions.end(), judged.begin(), judged.end());
  }
}

CategoryAveragePrecision RegionEvaluation::result_of(const Category& category) {
  auto ranked = category.predictions;
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  const std::int64_t ground_truth = category.ground_truth[kAnySize];
  CategoryAveragePrecision result;
  result.ground_truth = ground_truth;
  result.predictions = static_cast<std::int64_t>(ranked.size());
  if (ground_truth == 0) return result;
  const ThresholdScores scores = scores_of(ranked, kAnySize, ground_truth);
  const auto mean = mean_of_thresholds(scores, ground_truth);
  result.average_precision = mean.average_precision;
  result.average_precision_50 = scores[0].precision;
  result.average_precision_75 = scores[kThreshold75].precision;
  result.average_recall_1 = recall_with(ranked, 1, ground_truth);
  result.average_recall_10 = recall_with(ranked, 10, ground_truth);
  result.average_recall = mean.average_recall;
  const auto of_size = [&](std::size_t size) {
    const std::int64_t count = category.ground_truth[size];
    return mean_of_thresholds(scores_of(ranked, size, count), count);
  };
  result.small = of_size(kSmallSize);
  result.medium = of_size(kMediumSize);
  result.large = of_size(kLargeSize);
  return result;
}

RegionAveragePrecision RegionEvaluation::result() const {
  RegionAveragePrecision evaluation;
  for (const Category& category : categories_) {
    evaluation.categories.push_back(result_of(category));
  }
  return evaluation;
}

}  // namespace hoi
