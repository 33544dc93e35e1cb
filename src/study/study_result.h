#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// AP_rel of one verb.
struct VerbResult {
  std::string verb;
  double average_precision = 0;   ///< [0, 1]
  std::int64_t ground_truth = 0;  ///< annotated triplets
};

/// What was measured of one trained network; fractions in [0, 1].
struct StudyResult {
  std::string model_sha256;
  /// Everything else that decides the numbers: data set, split, changes of the scoring.
  nlohmann::json settings;
  std::int64_t images = 0;
  double map_rel = 0;  ///< mean over the verbs with ground truth (spec 6.1)
  double recall_20 = 0, recall_50 = 0, recall_100 = 0;  ///< by boxes (study/triplet_recall.h)
  double detection_ap = 0, detection_ap50 = 0;
  std::vector<VerbResult> verbs;

  /// Of the three recalls, the column "mean" of Table 8.
  double mean_recall() const { return (recall_20 + recall_50 + recall_100) / 3; }
};

/// Milliseconds per picture of several networks that were timed side by side.
struct SpeedResult {
  std::vector<std::string> model_sha256;  ///< one per network
  nlohmann::json settings;
  std::int64_t images = 0;
  std::int64_t threads = 0;
  std::vector<double> milliseconds;  ///< median over the pictures, one per network
};

/// docs/study.md describes both forms.
nlohmann::json to_json(const StudyResult& result);
nlohmann::json to_json(const SpeedResult& result);

/// A result that was written before, or nothing when there is none or the file is damaged: then it
/// is measured again.
std::optional<StudyResult> read_study_result(const std::filesystem::path& path);
std::optional<SpeedResult> read_speed_result(const std::filesystem::path& path);

}  // namespace hoi
