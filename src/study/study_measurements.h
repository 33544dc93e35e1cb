#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/network_evaluation.h"
#include "study/study_request.h"
#include "study/study_result.h"
#include "study/study_row.h"

namespace hoi {

/// How many pictures are timed.
inline constexpr std::int64_t kTimedImages = 40;

/// Name of the timings, for StudyFolder::result(): they are those of seed 1.
inline constexpr const char* kSpeedName = "speed-seed1";

/// How the networks of a study are measured: on its test split, changed as `scoring` says.
NetworkEvaluationOptions evaluation_options(const StudyRequest& request,
                                            const std::vector<std::string>& scoring);

/// Rows whose networks are timed side by side: those of the timed tables of the request.
std::vector<StudyRow> timed_rows(const StudyRequest& request);

/// What was measured of a row's network, if its file is of the network as it is now and of these
/// settings.
std::optional<StudyResult> current_result(const StudyRequest& request, const StudyRow& row,
                                          std::int64_t seed);

/// The timings of timed_rows(), likewise.
std::optional<SpeedResult> current_speed(const StudyRequest& request);

}  // namespace hoi
