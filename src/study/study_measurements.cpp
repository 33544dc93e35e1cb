#include "study/study_measurements.h"

#include <filesystem>

#include "study/model_fingerprint.h"

namespace hoi {

NetworkEvaluationOptions evaluation_options(const StudyRequest& request,
                                            const std::vector<std::string>& scoring) {
  NetworkEvaluationOptions options;
  options.data.root = std::filesystem::absolute(request.data).lexically_normal().string();
  options.data.layout = request.layout;
  options.data.splits = {request.test_split};
  options.changes = scoring;
  options.device = request.device;
  return options;
}

std::vector<StudyRow> timed_rows(const StudyRequest& request) {
  std::vector<StudyRow> rows;
  for (const auto& plan : requested_plans(request)) {
    if (plan.timed) rows.insert(rows.end(), plan.rows.begin(), plan.rows.end());
  }
  return rows;
}

std::optional<StudyResult> current_result(const StudyRequest& request, const StudyRow& row,
                                          std::int64_t seed) {
  const StudyFolder folder{request.out};
  auto result = read_study_result(folder.result(seeded_name(result_name(row), seed)));
  if (!result) return std::nullopt;
  const auto model = folder.model(seeded_name(network_name(row), seed));
  const auto settings = evaluation_settings(evaluation_options(request, row.scoring));
  const bool current = result->settings == settings && std::filesystem::exists(model) &&
                       result->model_sha256 == model_fingerprint(model);
  return current ? result : std::nullopt;
}

std::optional<SpeedResult> current_speed(const StudyRequest& request) {
  const StudyFolder folder{request.out};
  auto speed = read_speed_result(folder.result(kSpeedName));
  const auto rows = timed_rows(request);
  if (!speed || speed->model_sha256.size() != rows.size() ||
      speed->milliseconds.size() != rows.size()) {
    return std::nullopt;
  }
  auto options = evaluation_options(request, {});
  options.images = kTimedImages;
  if (speed->settings != evaluation_settings(options)) return std::nullopt;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto model = folder.model(seeded_name(network_name(rows[i]), 1));
    if (!std::filesystem::exists(model) || speed->model_sha256[i] != model_fingerprint(model)) {
      return std::nullopt;
    }
  }
  return speed;
}

}  // namespace hoi
