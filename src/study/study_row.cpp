#include "study/study_row.h"

#include <cctype>

#include <fmt/format.h>

namespace hoi {
namespace {

/// "network.relation.use_ranking=false" -> "no-ranking"; "network.stages=1" -> "stages-1".
std::string short_change(const std::string& assignment) {
  const auto equals = assignment.find('=');
  const std::string path = assignment.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : assignment.substr(equals + 1);
  std::string key = path.substr(path.rfind('.') + 1);
  const std::string use = "use_";
  if (value == "false" && key.rfind(use, 0) == 0) return "no-" + key.substr(use.size());
  // A switch called "enabled" says nothing without its table.
  if (key == "enabled") key = path.substr(0, path.rfind('.'));
  key = key.substr(key.rfind('.') + 1);
  return value == "true" ? key : key + "-" + value;
}

void append_changes(std::string& name, const std::vector<std::string>& changes) {
  for (const auto& change : changes) {
    if (!name.empty()) name += "+";
    for (const char letter : short_change(change)) {
      const bool plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' ||
                         letter == '_' || letter == '.';
      name += plain ? letter : '_';
    }
  }
}

}  // namespace

std::string detector_name(const StudyRow& row) {
  std::string name = "detector";
  append_changes(name, row.trunk);
  return name;
}

std::string network_name(const StudyRow& row) {
  std::string name;
  append_changes(name, row.changes);
  append_changes(name, row.trunk);
  return name.empty() ? "complete" : name;
}

std::string result_name(const StudyRow& row) {
  std::string name = network_name(row);
  append_changes(name, row.scoring);
  return name;
}

std::string seeded_name(const std::string& name, std::int64_t seed) {
  return fmt::format("{}-seed{}", name, seed);
}

}  // namespace hoi
