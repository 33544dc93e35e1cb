#include "inference/model_evaluation.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "data/image_io.h"
#include "evaluation/mask_average_precision.h"

namespace hoi {
namespace {

bool has_mask(const ImageAnnotation& image) {
  return std::any_of(image.instances.begin(), image.instances.end(),
                     [](const InstanceAnnotation& instance) {
                       return !instance.polygons.empty() || instance.run_lengths.has_value();
                     });
}

PredictorOptions predictor_options(const EvaluationOptions& options) {
  PredictorOptions prediction;
  prediction.device = options.device;
  prediction.scoring = options.scoring;
  prediction.report_min_score = options.report_min_score;
  prediction.min_interaction_score = options.min_interaction_score;
  prediction.masks = options.masks;
  return prediction;
}

/// Fills the scores from the results.
void score(const std::vector<ImageAnnotation>& images, const Vocabulary& vocabulary, bool masks,
           ModelEvaluation& evaluation) {
  const auto categories = static_cast<int>(vocabulary.objects.size());
  evaluation.triplets =
      evaluate_triplets(evaluation.results, images, static_cast<int>(vocabulary.verbs.size()));
  evaluation.detection = evaluate_boxes(evaluation.results, images, categories);
  if (masks && std::any_of(images.begin(), images.end(), has_mask)) {
    evaluation.masks = evaluate_masks(evaluation.results, images, categories);
  }
}

}  // namespace

ModelEvaluation evaluate_model(const ModelPackage& package,
                               const std::vector<DataSourceOptions>& sources,
                               const EvaluationOptions& options) {
  AnnotatedPictures pictures = read_picture_sources(sources, &package.vocabulary);
  Predictor predictor(package, predictor_options(options));

  std::unique_ptr<Progress> progress;
  const auto total = static_cast<int64_t>(pictures.images.size());
  if (options.show_progress) progress = std::make_unique<Progress>("evaluating", total);
  ModelEvaluation evaluation;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    if (options.should_stop && options.should_stop()) throw EvaluationStopped();
    const ImageAnnotation& annotation = pictures.images[i];
    const Image image = read_image(pictures.paths[i]);
    const TimedResult timed = pictures.faces_known[i]
                                  ? predictor.predict(image, annotation.file_name, annotation.faces)
                                  : predictor.predict(image, annotation.file_name);
    evaluation.results.push_back(timed.result);
    if (progress) progress->update(static_cast<int64_t>(i) + 1);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  evaluation.seconds_per_image = elapsed.count() / static_cast<double>(total);
  score(pictures.images, package.vocabulary, options.masks, evaluation);
  evaluation.images = std::move(pictures.images);
  evaluation.notices = std::move(pictures.notices);
  return evaluation;
}

}  // namespace hoi
