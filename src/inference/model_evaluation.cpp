#include "inference/model_evaluation.h"

#include <chrono>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "data/image_io.h"

namespace hoi {

ModelEvaluation evaluate_model(const ModelPackage& package,
                               const std::vector<DataSourceOptions>& sources,
                               const EvaluationOptions& options) {
  AnnotatedPictures pictures = read_picture_sources(sources, &package.vocabulary);
  PredictorOptions prediction;
  prediction.device = options.device;
  prediction.scoring = options.scoring;
  prediction.report_min_score = options.report_min_score;
  prediction.min_interaction_score = options.min_interaction_score;
  Predictor predictor(package, prediction);

  std::unique_ptr<Progress> progress;
  const auto total = static_cast<int64_t>(pictures.images.size());
  if (options.show_progress) progress = std::make_unique<Progress>("evaluating", total);
  ModelEvaluation evaluation;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
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
  evaluation.triplets = evaluate_triplets(evaluation.results, pictures.images,
                                          static_cast<int>(package.vocabulary.verbs.size()));
  evaluation.detection = evaluate_boxes(evaluation.results, pictures.images,
                                        static_cast<int>(package.vocabulary.objects.size()));
  evaluation.images = std::move(pictures.images);
  evaluation.notices = std::move(pictures.notices);
  return evaluation;
}

}  // namespace hoi
