#include "evaluation/box_average_precision.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>

#include "evaluation/average_precision.h"

namespace hoi {
namespace {

constexpr std::size_t kThresholds = 10;
constexpr std::size_t kThreshold75 = 5;

double threshold(std::size_t index) { return 0.5 + 0.05 * static_cast<double>(index); }

/// The boxes of one category in one image.
struct Cell {
  std::vector<DetectedInstance> predicted;
  std::vector<Box> annotated;
  std::vector<Box> crowds;
};

/// What a prediction turned out to be.
enum class Outcome { kCorrect, kWrong, kIgnored };

using MatchLists = std::array<std::vector<ScoredMatch>, kThresholds>;

double iou_of(const Box& a, const Box& b) {
  const double shared = intersection_area(a, b);
  return shared > 0 ? shared / (double{a.area()} + double{b.area()} - shared) : 0;
}

double covered_share(const Box& box, const Box& crowd) {
  return box.area() > 0 ? double{intersection_area(box, crowd)} / double{box.area()} : 0;
}

/// Matches one prediction at one threshold; `taken` marks the annotated boxes in use.
Outcome match(const Box& box, const Cell& cell, double min_iou, std::vector<bool>& taken) {
  std::size_t best = cell.annotated.size();
  double best_iou = min_iou;
  for (std::size_t i = 0; i < cell.annotated.size(); ++i) {
    if (taken[i]) continue;
    const double overlap = iou_of(box, cell.annotated[i]);
    if (overlap < best_iou) continue;
    best_iou = overlap;
    best = i;
  }
  if (best < cell.annotated.size()) {
    taken[best] = true;
    return Outcome::kCorrect;
  }
  const bool in_crowd = std::any_of(cell.crowds.begin(), cell.crowds.end(), [&](const Box& crowd) {
    return covered_share(box, crowd) >= min_iou;
  });
  return in_crowd ? Outcome::kIgnored : Outcome::kWrong;
}

void match_cell(Cell& cell, std::size_t max_detections, MatchLists& matches) {
  std::stable_sort(cell.predicted.begin(), cell.predicted.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  if (cell.predicted.size() > max_detections) cell.predicted.resize(max_detections);
  for (std::size_t t = 0; t < kThresholds; ++t) {
    std::vector<bool> taken(cell.annotated.size(), false);
    for (const DetectedInstance& predicted : cell.predicted) {
      const Outcome outcome = match(predicted.box, cell, threshold(t), taken);
      if (outcome == Outcome::kIgnored) continue;
      matches[t].push_back({double{predicted.score}, outcome == Outcome::kCorrect});
    }
  }
}

/// The cells of one image by category; categories outside [0, num_categories) are left out.
std::map<int, Cell> cells_of(const ImageAnnotation& image,
                             const std::vector<const ImageResult*>& results, int num_categories) {
  std::map<int, Cell> cells;
  const auto known = [&](int category) { return category >= 0 && category < num_categories; };
  for (const InstanceAnnotation& instance : image.instances) {
    if (!known(instance.category)) continue;
    Cell& cell = cells[instance.category];
    (instance.crowd ? cell.crowds : cell.annotated).push_back(instance.box);
  }
  for (const ImageResult* result : results) {
    for (const DetectedInstance& instance : result->instances) {
      if (known(instance.category)) cells[instance.category].predicted.push_back(instance);
    }
  }
  return cells;
}

template <class Value>
double mean_over_annotated(const std::vector<CategoryAveragePrecision>& categories, Value value) {
  double sum = 0;
  double count = 0;
  for (const auto& category : categories) {
    if (category.ground_truth == 0) continue;
    sum += category.*value;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

void set_precisions(MatchLists& matches, CategoryAveragePrecision& category) {
  if (category.ground_truth == 0) return;
  for (std::size_t t = 0; t < kThresholds; ++t) {
    const auto curve = precision_recall(std::move(matches[t]), category.ground_truth);
    const double precision = mean_of_101_points(curve);
    category.average_precision += precision / kThresholds;
    if (t == 0) category.average_precision_50 = precision;
    if (t == kThreshold75) category.average_precision_75 = precision;
  }
}

}  // namespace

double BoxAveragePrecision::mean() const {
  return mean_over_annotated(categories, &CategoryAveragePrecision::average_precision);
}

double BoxAveragePrecision::mean_50() const {
  return mean_over_annotated(categories, &CategoryAveragePrecision::average_precision_50);
}

double BoxAveragePrecision::mean_75() const {
  return mean_over_annotated(categories, &CategoryAveragePrecision::average_precision_75);
}

BoxAveragePrecision evaluate_boxes(const std::vector<ImageResult>& results,
                                   const std::vector<ImageAnnotation>& images, int num_categories,
                                   int max_detections) {
  std::unordered_map<std::string, std::vector<const ImageResult*>> results_of;
  for (const ImageResult& result : results) results_of[result.file].push_back(&result);
  BoxAveragePrecision evaluation;
  evaluation.categories.resize(static_cast<std::size_t>(std::max(num_categories, 0)));
  std::vector<MatchLists> matches(evaluation.categories.size());
  for (const ImageAnnotation& image : images) {
    if (!image.boxes_exhaustive) continue;
    for (auto& [category, cell] : cells_of(image, results_of[image.file_name], num_categories)) {
      const auto row = static_cast<std::size_t>(category);
      evaluation.categories[row].ground_truth += static_cast<std::int64_t>(cell.annotated.size());
      match_cell(cell, static_cast<std::size_t>(std::max(max_detections, 0)), matches[row]);
      evaluation.categories[row].predictions += static_cast<std::int64_t>(cell.predicted.size());
    }
  }
  for (std::size_t i = 0; i < matches.size(); ++i) {
    set_precisions(matches[i], evaluation.categories[i]);
  }
  return evaluation;
}

}  // namespace hoi
