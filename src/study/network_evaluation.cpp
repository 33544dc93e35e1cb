#include "study/network_evaluation.h"

#include <algorithm>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "base/error.h"
#include "config/toml_options.h"
#include "data/image_io.h"
#include "inference/model_evaluation.h"
#include "inference/predictor.h"
#include "study/model_fingerprint.h"
#include "study/triplet_recall.h"

namespace hoi {
namespace {

const std::vector<int> kRecallDepths{20, 50, 100};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Copies every weight; the networks must have the same ones.
void copy_weights(const HoiCascade& from, HoiCascade& to, const std::string& file) {
  torch::NoGradGuard no_gradient;
  const NamedTensors source = state_of(*from), target = state_of(*to);
  for (std::size_t row = 0; row < target.size(); ++row) {
    const bool same = source.size() == target.size() && source[row].first == target[row].first &&
                      source[row].second.sizes() == target[row].second.sizes();
    if (!same) {
      throw InputError(fmt::format("{}: the changes ask for other weights than the file has ('{}')",
                                   file, target[row].first));
    }
    torch::Tensor(target[row].second).copy_(source[row].second);
  }
}

}  // namespace

nlohmann::json evaluation_settings(const NetworkEvaluationOptions& options) {
  return {{"root", options.data.root},
          {"layout", layout_name(options.data.layout)},
          {"splits", options.data.splits},
          {"changes", options.changes},
          {"timed_images", options.images}};
}

ModelPackage read_changed_model(const std::filesystem::path& model,
                                const std::vector<std::string>& changes) {
  ModelPackage package = read_model_package(model);
  if (changes.empty()) return package;
  TomlDocument document = TomlDocument::parse(to_toml(package.config), model.string());
  for (const auto& change : changes) document.override_with(change);
  document.fill(package.config);
  check_cascade_options(package.config.network, model.string());
  const auto prior = torch::zeros({static_cast<int64_t>(package.vocabulary.objects.size()),
                                   static_cast<int64_t>(package.vocabulary.verbs.size())});
  HoiCascade changed(package.config.network, package.vocabulary, prior);
  copy_weights(package.network, changed, model.string());
  package.network = changed;
  package.network->eval();
  return package;
}

StudyResult evaluate_network(const std::filesystem::path& model,
                             const NetworkEvaluationOptions& options) {
  const ModelPackage package = read_changed_model(model, options.changes);
  EvaluationOptions evaluation;
  evaluation.device = options.device;
  const ModelEvaluation measured = evaluate_model(package, {options.data}, evaluation);
  const auto recalls = measure_triplet_recall(measured.results, measured.images, kRecallDepths);
  StudyResult result;
  result.model_sha256 = package.sha256;
  result.settings = evaluation_settings(options);
  result.images = static_cast<std::int64_t>(measured.images.size());
  result.map_rel = measured.triplets.mean_of_annotated_verbs();
  result.recall_20 = recalls[0].value();
  result.recall_50 = recalls[1].value();
  result.recall_100 = recalls[2].value();
  result.detection_ap = measured.detection.mean();
  result.detection_ap50 = measured.detection.mean_50();
  for (std::size_t verb = 0; verb < package.vocabulary.verbs.size(); ++verb) {
    const auto& entry = measured.triplets.verbs[verb];
    result.verbs.push_back(
        {package.vocabulary.verbs[verb], entry.average_precision, entry.ground_truth});
  }
  return result;
}

SpeedResult measure_speed(const std::vector<std::filesystem::path>& models,
                          const NetworkEvaluationOptions& options) {
  constexpr std::size_t kUncounted = 2;  // first pictures: memory is still being allocated
  std::vector<Predictor> predictors;
  SpeedResult speed;
  PredictorOptions prediction;
  prediction.device = options.device;
  for (const auto& model : models) {
    predictors.emplace_back(read_changed_model(model, options.changes), prediction);
    speed.model_sha256.push_back(predictors.back().package().sha256);
  }
  if (models.empty()) return speed;
  const auto pictures =
      read_picture_sources({options.data}, &predictors.front().package().vocabulary);
  const std::size_t count = options.images > 0 ? std::min(pictures.images.size(),
                                                          static_cast<std::size_t>(options.images))
                                               : pictures.images.size();
  std::vector<std::vector<double>> times(models.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Image image = read_image(pictures.paths[i]);
    for (std::size_t row = 0; row < predictors.size(); ++row) {
      const auto timing = predictors[row].predict(image, "", pictures.images[i].faces).timing;
      if (i >= kUncounted || count <= kUncounted) {
        times[row].push_back(timing.prepare_ms + timing.network_ms);
      }
    }
  }
  speed.settings = evaluation_settings(options);
  speed.images = static_cast<std::int64_t>(count);
  speed.threads = at::get_num_threads();
  for (const auto& values : times) speed.milliseconds.push_back(median(values));
  return speed;
}

}  // namespace hoi
