#pragma once

#include <filesystem>
#include <vector>

#include "study/measured_table.h"
#include "study/study_request.h"

namespace hoi {

/// What has been measured for a plan so far.
MeasuredTable measured_table(const StudyRequest& request, const StudyPlan& plan);

/// Writes the pages of the requested tables and study.md (study_session.h). Returns what was
/// written.
std::vector<std::filesystem::path> write_study_pages(const StudyRequest& request);

}  // namespace hoi
