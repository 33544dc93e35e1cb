#include "study/study_result.h"

#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"

namespace hoi {
namespace {

constexpr const char* kResultSchema = "hoi-study-result/1";
constexpr const char* kSpeedSchema = "hoi-study-speed/1";
constexpr std::uintmax_t kLargestResult = 16 << 20;

/// Nothing when the file is missing, no JSON or of another schema.
std::optional<nlohmann::json> read_schema(const std::filesystem::path& path, const char* schema) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    auto json = parse_json(read_file(path, kLargestResult), path.string());
    if (json.is_object() && json.value("schema", "") == schema) return json;
  } catch (const InputError&) {
    return std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

nlohmann::json to_json(const StudyResult& result) {
  nlohmann::json verbs = nlohmann::json::array();
  for (const auto& verb : result.verbs) {
    verbs.push_back(
        {{"verb", verb.verb}, {"ap", verb.average_precision}, {"ground_truth", verb.ground_truth}});
  }
  return {{"schema", kResultSchema},
          {"model_sha256", result.model_sha256},
          {"settings", result.settings},
          {"images", result.images},
          {"mAP_rel", result.map_rel},
          {"R@20", result.recall_20},
          {"R@50", result.recall_50},
          {"R@100", result.recall_100},
          {"AP", result.detection_ap},
          {"AP50", result.detection_ap50},
          {"verbs", verbs}};
}

nlohmann::json to_json(const SpeedResult& result) {
  return {{"schema", kSpeedSchema},      {"model_sha256", result.model_sha256},
          {"settings", result.settings}, {"images", result.images},
          {"threads", result.threads},   {"milliseconds", result.milliseconds}};
}

std::optional<StudyResult> read_study_result(const std::filesystem::path& path) {
  const auto json = read_schema(path, kResultSchema);
  if (!json) return std::nullopt;
  try {
    StudyResult result;
    json->at("model_sha256").get_to(result.model_sha256);
    result.settings = json->at("settings");
    json->at("images").get_to(result.images);
    json->at("mAP_rel").get_to(result.map_rel);
    json->at("R@20").get_to(result.recall_20);
    json->at("R@50").get_to(result.recall_50);
    json->at("R@100").get_to(result.recall_100);
    json->at("AP").get_to(result.detection_ap);
    json->at("AP50").get_to(result.detection_ap50);
    for (const auto& verb : json->at("verbs")) {
      result.verbs.push_back({verb.at("verb").get<std::string>(), verb.at("ap").get<double>(),
                              verb.at("ground_truth").get<std::int64_t>()});
    }
    return result;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::optional<SpeedResult> read_speed_result(const std::filesystem::path& path) {
  const auto json = read_schema(path, kSpeedSchema);
  if (!json) return std::nullopt;
  try {
    SpeedResult result;
    json->at("model_sha256").get_to(result.model_sha256);
    result.settings = json->at("settings");
    json->at("images").get_to(result.images);
    json->at("threads").get_to(result.threads);
    json->at("milliseconds").get_to(result.milliseconds);
    return result;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace hoi
