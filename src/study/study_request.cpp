#include "study/study_request.h"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"

namespace hoi {

std::string StudyRequest::scale_name() const {
  for (const auto& [name, value] : study_scales()) {
    if (value == scale) return name;
  }
  return "";
}

void StudyFolder::create() const {
  for (const char* name : {"configs", "runs", "logs", "results"}) {
    std::error_code error;
    std::filesystem::create_directories(root / name, error);
    if (error) {
      throw InputError(fmt::format("{}: cannot create this folder: {}", (root / name).string(),
                                   error.message()));
    }
  }
}

std::vector<StudyPlan> requested_plans(const StudyRequest& request) {
  std::set<StudyTable> tables(request.tables.begin(), request.tables.end());
  if (request.verb_gains) tables.insert(StudyTable::kComponents);
  std::vector<StudyPlan> plans;
  for (const StudyTable table : tables) {
    plans.push_back(study_plan(table, request.scale));
    if (request.settings.empty()) continue;
    plans.back().notes.push_back(
        fmt::format("Every network was trained with {}.", fmt::join(request.settings, ", ")));
  }
  return plans;
}

}  // namespace hoi
