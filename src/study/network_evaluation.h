#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/picture_sources.h"
#include "inference/model_package.h"
#include "study/study_result.h"

namespace hoi {

/// How trained networks are measured.
struct NetworkEvaluationOptions {
  DataSourceOptions data;            ///< pictures of the test split
  std::vector<std::string> changes;  ///< "network.score_fusion=product": of the loaded network
  std::string device = "auto";
  std::int64_t images = 0;  ///< pictures that are timed; 0: all
};

/// Everything besides the model that decides the numbers of evaluate_network(), for
/// StudyResult::settings.
nlohmann::json evaluation_settings(const NetworkEvaluationOptions& options);

/// The network of a model file with changed settings and the same weights. Throws InputError when a
/// change needs other weights than the file has, or names no setting.
ModelPackage read_changed_model(const std::filesystem::path& model,
                                const std::vector<std::string>& changes);

/// mAP_rel, triplet recall and box AP of a model file.
StudyResult evaluate_network(const std::filesystem::path& model,
                             const NetworkEvaluationOptions& options);

/// Times networks side by side: each picture by all of them in turn, so that what else the machine
/// does hits all alike. Faces that the annotations do not know are left out.
SpeedResult measure_speed(const std::vector<std::filesystem::path>& models,
                          const NetworkEvaluationOptions& options);

}  // namespace hoi
