#include "hoiw/hoiw_text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hoi {

std::string hoiw_number(float value) {
  if (!std::isfinite(value)) throw std::invalid_argument("hoiw_number: the number is not finite");
  return fmt::format("{}", value);
}

std::string hoiw_box(const Box& box) {
  return fmt::format("[{}, {}, {}, {}]", hoiw_number(box.x1), hoiw_number(box.y1),
                     hoiw_number(box.x2), hoiw_number(box.y2));
}

std::string hoiw_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> hoiw_file_names(const std::vector<std::string>& file_names) {
  const auto base_name = [](const std::string& name) {
    return std::filesystem::path(name).filename().string();
  };
  std::map<std::string, std::string> written;  // of each name
  std::map<std::string, int> uses;             // of each base name
  for (const std::string& name : file_names) {
    if (written.emplace(name, base_name(name)).second) ++uses[base_name(name)];
  }
  std::set<std::string> taken;
  for (const auto& [name, count] : uses) {
    if (count == 1) taken.insert(name);
  }
  for (auto& [name, target] : written) {
    if (uses[target] == 1) continue;
    target = name;
    std::replace(target.begin(), target.end(), '/', '_');
    while (!taken.insert(target).second) target.insert(0, 1, '_');
  }
  std::vector<std::string> names;
  for (const std::string& name : file_names) names.push_back(written.at(name));
  return names;
}

}  // namespace hoi
