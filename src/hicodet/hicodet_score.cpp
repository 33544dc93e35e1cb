#include "hicodet/hicodet_score.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text_table.h"

namespace hoi {
namespace {

using Classes = std::vector<InteractionAveragePrecision>;

/// Mean over what was added; NaN for nothing.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double value() const { return sum_ / count_; }

 private:
  double sum_ = 0, count_ = 0;
};

struct SettingMeans {
  double full = 0, rare = 0, non_rare = 0, recall = 0;  ///< NaN over no class
};

SettingMeans means_of(const Classes& classes, const std::vector<bool>& rare) {
  Mean full_mean, rare_mean, non_rare_mean, recall_mean;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    full_mean.add(classes[i].average_precision);
    (rare[i] ? rare_mean : non_rare_mean).add(classes[i].average_precision);
    if (!std::isnan(classes[i].max_recall)) recall_mean.add(classes[i].max_recall);
  }
  return {full_mean.value(), rare_mean.value(), non_rare_mean.value(), recall_mean.value()};
}

nlohmann::json number_or_null(double value) {
  return std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
}

nlohmann::json means_json(const SettingMeans& means) {
  return {{"full", number_or_null(means.full)},
          {"rare", number_or_null(means.rare)},
          {"non_rare", number_or_null(means.non_rare)},
          {"mean_recall", number_or_null(means.recall)}};
}

std::string percent(double fraction) {
  return std::isnan(fraction) ? "-" : fmt::format("{:.2f}", 100 * fraction);
}

void add_means_row(const std::string& setting, const SettingMeans& means, TextTable& table) {
  table.add_row({setting, percent(means.full), percent(means.rare), percent(means.non_rare),
                 percent(means.recall)});
}

std::vector<ScoredPair> pairs_in_images(const std::vector<ScoredPair>& pairs,
                                        const std::vector<int>& images) {
  std::vector<ScoredPair> kept;
  for (const ScoredPair& pair : pairs) {
    if (std::binary_search(images.begin(), images.end(), pair.image)) kept.push_back(pair);
  }
  return kept;
}

nlohmann::json classes_json(const HicodetGroundTruth& truth, const HicodetScore& score) {
  nlohmann::json classes = nlohmann::json::array();
  for (std::size_t i = 0; i < score.all_images.size(); ++i) {
    const auto [object, verb] = truth.words.interactions[i];
    classes.push_back({{"id", i + 1},
                       {"object", truth.words.objects.at(static_cast<std::size_t>(object))},
                       {"verb", truth.words.verbs.at(static_cast<std::size_t>(verb))},
                       {"rare", static_cast<bool>(truth.rare[i])},
                       {"ground_truth", score.all_images[i].ground_truth},
                       {"ap_default", score.all_images[i].average_precision},
                       {"ap_known_object", score.known_object[i].average_precision},
                       {"recall_default", number_or_null(score.all_images[i].max_recall)},
                       {"recall_known_object", number_or_null(score.known_object[i].max_recall)}});
  }
  return classes;
}

std::vector<std::string> class_notices(const Classes& classes) {
  int unannotated = 0, unpredicted = 0;
  for (const auto& result : classes) {
    if (result.ground_truth == 0) ++unannotated;
    if (result.predictions == 0) ++unpredicted;
  }
  std::vector<std::string> notices;
  if (unannotated > 0) {
    notices.push_back(
        fmt::format("{} of {} interactions have no annotated pair: AP 0, and no "
                    "recall where something was predicted",
                    unannotated, classes.size()));
  }
  if (unpredicted > 0) {
    notices.push_back(fmt::format("{} of {} interactions were never predicted: AP 0, recall 0",
                                  unpredicted, classes.size()));
  }
  return notices;
}

}  // namespace

HicodetScore evaluate_hicodet(const HicodetGroundTruth& truth,
                              const HicodetDetections& detections) {
  HicodetScore score;
  for (std::size_t i = 0; i < truth.pairs.size(); ++i) {
    const auto object = static_cast<std::size_t>(truth.words.interactions.at(i).object);
    const auto& predicted = detections.pairs.at(i);
    score.all_images.push_back(evaluate_interaction(truth.pairs[i], predicted));
    score.known_object.push_back(evaluate_interaction(
        truth.pairs[i], pairs_in_images(predicted, truth.object_images.at(object))));
  }
  return score;
}

ScoreReport hicodet_report(const HicodetGroundTruth& truth, const HicodetDetections& detections) {
  const HicodetScore score = evaluate_hicodet(truth, detections);
  const SettingMeans all_images = means_of(score.all_images, truth.rare);
  const SettingMeans known_object = means_of(score.known_object, truth.rare);
  ScoreReport report;
  TextTable table({"HICO-DET mAP", "full", "rare", "non-rare", "mean recall"});
  add_means_row("default", all_images, table);
  add_means_row("known object", known_object, table);
  report.table = table.text();
  report.json = {{"default", means_json(all_images)},
                 {"known_object", means_json(known_object)},
                 {"classes", classes_json(truth, score)}};
  for (const auto& notices : {truth.notices, detections.notices, class_notices(score.all_images)}) {
    report.notices.insert(report.notices.end(), notices.begin(), notices.end());
  }
  return report;
}

ScoreReport score_hicodet(const std::filesystem::path& ground_truth,
                          const std::filesystem::path& predictions, const ReadProgress& progress) {
  const HicodetGroundTruth truth = read_hicodet_ground_truth(ground_truth, progress);
  return hicodet_report(truth, read_hicodet_detections(predictions, truth, progress));
}

}  // namespace hoi
