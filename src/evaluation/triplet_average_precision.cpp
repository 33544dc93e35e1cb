#include "evaluation/triplet_average_precision.h"

#include <algorithm>
#include <utility>

namespace hoi {
namespace {

constexpr double kMinIou = 0.5;

/// IoU in double precision: at the threshold a rounding error would decide.
double exact_iou(const TripletBox& a, const TripletBox& b) {
  const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const double shared = width * height;
  const auto area = [](const TripletBox& box) { return (box.x2 - box.x1) * (box.y2 - box.y1); };
  return shared / (area(a) + area(b) - shared);
}

/// Which annotated boxes each predicted box may stand for.
class FittingBoxes {
 public:
  FittingBoxes(const TripletImage& predicted, const TripletImage& annotated)
      : rows_(predicted.boxes.size()), columns_(annotated.boxes.size()), fits_(rows_ * columns_) {
    std::size_t cell = 0;
    for (const TripletBox& box : predicted.boxes) {
      for (const TripletBox& other : annotated.boxes) {
        fits_[cell++] = box.category == other.category && exact_iou(box, other) >= kMinIou;
      }
    }
  }

  /// False for rows that do not exist.
  bool fit(std::int64_t predicted, std::int64_t annotated) const {
    if (predicted < 0 || annotated < 0) return false;
    const auto row = static_cast<std::size_t>(predicted);
    const auto column = static_cast<std::size_t>(annotated);
    return row < rows_ && column < columns_ && fits_[row * columns_ + column];
  }

 private:
  std::size_t rows_, columns_;
  std::vector<bool> fits_;
};

/// Whether `predicted` is right; takes every annotated triplet that it stands for.
bool take_fitting(const ScoredTriplet& predicted, const TripletImage& image,
                  const FittingBoxes& boxes, std::vector<bool>& taken) {
  bool any = false;
  for (std::size_t i = 0; i < image.triplets.size(); ++i) {
    const ScoredTriplet& annotated = image.triplets[i];
    if (taken[i] || annotated.verb != predicted.verb) continue;
    if (boxes.fit(predicted.subject, annotated.subject) &&
        boxes.fit(predicted.object, annotated.object)) {
      taken[i] = true;
      any = true;
    }
  }
  return any;
}

template <class List>
bool is_row(std::int64_t index, const List& list) {
  return index >= 0 && static_cast<std::size_t>(index) < list.size();
}

template <class Value>
double mean_over(const std::vector<VerbAveragePrecision>& verbs, Value value) {
  double sum = 0;
  for (const auto& verb : verbs) sum += value(verb);
  return verbs.empty() ? 0 : sum / static_cast<double>(verbs.size());
}

VerbAveragePrecision verb_precision(const std::vector<ScoredMatch>& matches,
                                    std::int64_t ground_truth) {
  VerbAveragePrecision verb;
  verb.ground_truth = ground_truth;
  verb.predictions = static_cast<std::int64_t>(matches.size());
  verb.true_positives = std::count_if(matches.begin(), matches.end(),
                                      [](const ScoredMatch& match) { return match.correct; });
  if (verb.ground_truth == 0 || matches.empty()) return verb;
  const auto curve = precision_recall(matches, verb.ground_truth);
  verb.average_precision = area_under_envelope(curve);
  verb.max_recall = curve.recall.back();
  return verb;
}

TripletBox triplet_box(int category, const Box& box) {
  return {category, box.x1, box.y1, box.x2, box.y2};
}

TripletImage annotated_triplets(const ImageAnnotation& image) {
  TripletImage triplets{image.file_name, {}, {}};
  for (const auto& instance : image.instances) {
    triplets.boxes.push_back(triplet_box(instance.category, instance.box));
  }
  for (const auto& [subject, object, verb] : image.interactions) {
    triplets.triplets.push_back({subject, object, verb, 0});
  }
  return triplets;
}

TripletImage predicted_triplets(const ImageResult& result) {
  TripletImage triplets{result.file, {}, {}};
  for (const auto& instance : result.instances) {
    triplets.boxes.push_back(triplet_box(instance.category, instance.box));
  }
  for (const auto& [subject, object, verb, score] : result.interactions) {
    triplets.triplets.push_back({subject, object, verb, double{score}});
  }
  return triplets;
}

}  // namespace

double TripletAveragePrecision::mean() const {
  return mean_over(verbs, [](const auto& verb) { return verb.average_precision; });
}

double TripletAveragePrecision::mean_of_annotated_verbs() const {
  std::vector<VerbAveragePrecision> annotated;
  for (const auto& verb : verbs) {
    if (verb.ground_truth > 0) annotated.push_back(verb);
  }
  return mean_over(annotated, [](const auto& verb) { return verb.average_precision; });
}

double TripletAveragePrecision::mean_max_recall() const {
  return mean_over(verbs, [](const auto& verb) { return verb.max_recall; });
}

TripletEvaluator::TripletEvaluator(std::vector<TripletImage> annotated, int num_verbs)
    : annotated_(std::move(annotated)),
      ground_truth_(static_cast<std::size_t>(std::max(num_verbs, 0))),
      matches_(ground_truth_.size()) {
  for (std::size_t row = 0; row < annotated_.size(); ++row) {
    row_of_file_.emplace(annotated_[row].file, row);
    for (const ScoredTriplet& triplet : annotated_[row].triplets) {
      if (is_row(triplet.verb, ground_truth_)) {
        ++ground_truth_[static_cast<std::size_t>(triplet.verb)];
      }
    }
  }
}

std::int64_t TripletEvaluator::add(const TripletImage& predicted) {
  const auto found = row_of_file_.find(predicted.file);
  if (found == row_of_file_.end()) return -1;
  const TripletImage& image = annotated_[found->second];
  auto triplets = predicted.triplets;
  std::stable_sort(triplets.begin(), triplets.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  const FittingBoxes boxes(predicted, image);
  std::vector<bool> taken(image.triplets.size(), false);
  for (const ScoredTriplet& triplet : triplets) {
    if (!is_row(triplet.verb, matches_)) continue;
    matches_[static_cast<std::size_t>(triplet.verb)].push_back(
        {triplet.score, take_fitting(triplet, image, boxes, taken)});
  }
  return static_cast<std::int64_t>(found->second);
}

TripletAveragePrecision TripletEvaluator::result() const {
  TripletAveragePrecision evaluation;
  for (std::size_t i = 0; i < matches_.size(); ++i) {
    evaluation.verbs.push_back(verb_precision(matches_[i], ground_truth_[i]));
  }
  return evaluation;
}

TripletAveragePrecision evaluate_triplets(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          int num_verbs) {
  std::vector<TripletImage> annotated;
  for (const ImageAnnotation& image : images) {
    if (image.interactions_annotated) annotated.push_back(annotated_triplets(image));
  }
  TripletEvaluator evaluator(std::move(annotated), num_verbs);
  for (const ImageResult& result : results) evaluator.add(predicted_triplets(result));
  return evaluator.result();
}

}  // namespace hoi
