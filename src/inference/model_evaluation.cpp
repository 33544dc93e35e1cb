#include "inference/model_evaluation.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "data/image_io.h"
#include "distributed/batch_shards.h"
#include "evaluation/mask_average_precision.h"
#include "inference/result_exchange.h"

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

/// The results of the pictures `rows`; fewer when told to stop.
std::vector<ImageResult> predict_pictures(Predictor& predictor, const AnnotatedPictures& pictures,
                                          const std::vector<int64_t>& rows,
                                          const EvaluationOptions& options) {
  std::unique_ptr<Progress> progress;
  if (options.show_progress && !rows.empty()) {
    progress = std::make_unique<Progress>("evaluating", static_cast<int64_t>(rows.size()));
  }
  std::vector<ImageResult> results;
  for (const int64_t row : rows) {
    if (options.should_stop && options.should_stop()) break;
    const auto i = static_cast<std::size_t>(row);
    const ImageAnnotation& annotation = pictures.images[i];
    const Image image = read_image(pictures.paths[i]);
    const TimedResult timed = pictures.faces_known[i]
                                  ? predictor.predict(image, annotation.file_name, annotation.faces)
                                  : predictor.predict(image, annotation.file_name);
    results.push_back(timed.result);
    if (progress) progress->update(static_cast<int64_t>(results.size()));
  }
  return results;
}

/// The results of all ranks in the order of the pictures, on rank 0; nothing on the others.
std::vector<ImageResult> gather_results(std::vector<ImageResult> own, std::size_t total,
                                        WorkerGroup& group) {
  if (group.is_alone()) return own;
  const auto parts = group.gather(pack_results(own), "the results of the evaluation");
  std::vector<ImageResult> all(parts.empty() ? 0 : total);
  for (std::size_t rank = 0; rank < parts.size(); ++rank) {
    const auto rows =
        strided_shard(static_cast<int64_t>(total), static_cast<int64_t>(rank), group.size());
    auto results = unpack_results(parts[rank]);
    TORCH_CHECK(results.size() == rows.size(), "evaluation: ", results.size(), " results of rank ",
                rank, " for ", rows.size(), " pictures");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      all[static_cast<std::size_t>(rows[i])] = std::move(results[i]);
    }
  }
  return all;
}

}  // namespace

ModelEvaluation evaluate_model(const ModelPackage& package,
                               const std::vector<DataSourceOptions>& sources,
                               const EvaluationOptions& options) {
  WorkerGroup alone;
  WorkerGroup& group = options.group == nullptr ? alone : *options.group;
  AnnotatedPictures pictures = read_picture_sources(sources, &package.vocabulary);
  Predictor predictor(package, predictor_options(options));

  ModelEvaluation evaluation;
  const auto start = std::chrono::steady_clock::now();
  const auto total = static_cast<int64_t>(pictures.images.size());
  const auto rows = strided_shard(total, group.rank(), group.size());
  auto results = predict_pictures(predictor, pictures, rows, options);
  group.barrier("the predictions of the other ranks");
  const int64_t is_stopped = results.size() < rows.size() ? 1 : 0;
  if (group.maximum({is_stopped}, "whether to stop")[0] != 0) throw EvaluationStopped();
  evaluation.results = gather_results(std::move(results), pictures.images.size(), group);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  evaluation.seconds_per_image = elapsed.count() / static_cast<double>(total);
  if (group.is_first()) score(pictures.images, package.vocabulary, options.masks, evaluation);
  evaluation.images = std::move(pictures.images);
  evaluation.paths = std::move(pictures.paths);
  evaluation.notices = std::move(pictures.notices);
  return evaluation;
}

}  // namespace hoi
