#include "evaluation/triplet_average_precision.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "evaluation/average_precision.h"

namespace hoi {
namespace {

constexpr double kMinIou = 0.5;

/// IoU in double precision: at the threshold a rounding error would decide.
double exact_iou(const Box& a, const Box& b) {
  const double width = double{std::min(a.x2, b.x2)} - double{std::max(a.x1, b.x1)};
  const double height = double{std::min(a.y2, b.y2)} - double{std::max(a.y1, b.y1)};
  if (width <= 0 || height <= 0) return 0;
  const double shared = width * height;
  const auto area = [](const Box& box) {
    return (double{box.x2} - double{box.x1}) * (double{box.y2} - double{box.y1});
  };
  return shared / (area(a) + area(b) - shared);
}

/// fits[p][g]: may predicted instance p stand for annotated instance g?
std::vector<std::vector<bool>> fitting_instances(const ImageResult& result,
                                                 const ImageAnnotation& image) {
  std::vector<std::vector<bool>> fits;
  for (const DetectedInstance& predicted : result.instances) {
    std::vector<bool> row;
    for (const InstanceAnnotation& annotated : image.instances) {
      row.push_back(predicted.category == annotated.category &&
                    exact_iou(predicted.box, annotated.box) >= kMinIou);
    }
    fits.push_back(std::move(row));
  }
  return fits;
}

bool is_row(int index, std::size_t rows) {
  return index >= 0 && static_cast<std::size_t>(index) < rows;
}

/// Whether `predicted` is right; takes every annotated triplet that it stands for.
bool take_fitting(const DetectedInteraction& predicted, const ImageAnnotation& image,
                  const std::vector<std::vector<bool>>& fits, std::vector<bool>& taken) {
  if (!is_row(predicted.subject, fits.size()) || !is_row(predicted.object, fits.size())) {
    return false;
  }
  const auto& subject_fits = fits[static_cast<std::size_t>(predicted.subject)];
  const auto& object_fits = fits[static_cast<std::size_t>(predicted.object)];
  bool any = false;
  for (std::size_t i = 0; i < image.interactions.size(); ++i) {
    const InteractionAnnotation& annotated = image.interactions[i];
    const bool usable = !taken[i] && annotated.verb == predicted.verb &&
                        is_row(annotated.subject, image.instances.size()) &&
                        is_row(annotated.object, image.instances.size());
    if (usable && subject_fits[static_cast<std::size_t>(annotated.subject)] &&
        object_fits[static_cast<std::size_t>(annotated.object)]) {
      taken[i] = true;
      any = true;
    }
  }
  return any;
}

/// Appends the predictions of one image to the list of their verb.
void match_image(const ImageResult& result, const ImageAnnotation& image,
                 std::vector<std::vector<ScoredMatch>>& matches) {
  auto interactions = result.interactions;
  std::stable_sort(interactions.begin(), interactions.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  const auto fits = fitting_instances(result, image);
  std::vector<bool> taken(image.interactions.size(), false);
  for (const DetectedInteraction& predicted : interactions) {
    if (!is_row(predicted.verb, matches.size())) continue;
    matches[static_cast<std::size_t>(predicted.verb)].push_back(
        {double{predicted.score}, take_fitting(predicted, image, fits, taken)});
  }
}

template <class Value>
double mean_over(const std::vector<VerbAveragePrecision>& verbs, Value value) {
  double sum = 0;
  for (const auto& verb : verbs) sum += value(verb);
  return verbs.empty() ? 0 : sum / static_cast<double>(verbs.size());
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

TripletAveragePrecision evaluate_triplets(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          int num_verbs) {
  TripletAveragePrecision evaluation;
  evaluation.verbs.resize(static_cast<std::size_t>(std::max(num_verbs, 0)));
  std::unordered_map<std::string, const ImageAnnotation*> image_called;
  for (const ImageAnnotation& image : images) {
    if (!image.interactions_annotated) continue;
    image_called[image.file_name] = &image;
    for (const InteractionAnnotation& interaction : image.interactions) {
      if (!is_row(interaction.verb, evaluation.verbs.size())) continue;
      ++evaluation.verbs[static_cast<std::size_t>(interaction.verb)].ground_truth;
    }
  }
  std::vector<std::vector<ScoredMatch>> matches(evaluation.verbs.size());
  for (const ImageResult& result : results) {
    const auto image = image_called.find(result.file);
    if (image != image_called.end()) match_image(result, *image->second, matches);
  }
  for (std::size_t i = 0; i < matches.size(); ++i) {
    VerbAveragePrecision& verb = evaluation.verbs[i];
    verb.predictions = static_cast<std::int64_t>(matches[i].size());
    verb.true_positives = std::count_if(matches[i].begin(), matches[i].end(),
                                        [](const ScoredMatch& match) { return match.correct; });
    if (verb.ground_truth == 0 || matches[i].empty()) continue;
    const auto curve = precision_recall(std::move(matches[i]), verb.ground_truth);
    verb.average_precision = area_under_envelope(curve);
    verb.max_recall = curve.recall.back();
  }
  return evaluation;
}

}  // namespace hoi
