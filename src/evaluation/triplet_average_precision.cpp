#include "evaluation/triplet_average_precision.h"

#include <algorithm>
#include <utility>

namespace hoi {
namespace {

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
  const auto right = match_triplets(predicted, annotated_[found->second]).right;
  for (std::size_t i = 0; i < right.size(); ++i) {
    const ScoredTriplet& triplet = predicted.triplets[i];
    if (!is_row(triplet.verb, matches_)) continue;
    matches_[static_cast<std::size_t>(triplet.verb)].push_back({triplet.score, right[i]});
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
