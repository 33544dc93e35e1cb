#include "cli/model_location.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"

namespace hoi {
namespace {

std::filesystem::path models_folder() {
  const char* home = std::getenv("HOI_HOME");
  return std::filesystem::path(home != nullptr ? home : HOI_SOURCE_DIR) / "models";
}

std::vector<std::string> shipped_models() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(models_folder(), ignored)) {
    if (entry.path().extension() == ".safetensors") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::filesystem::path find_model(const std::string& name_or_path) {
  if (std::filesystem::is_regular_file(name_or_path)) return name_or_path;
  const auto shipped = models_folder() / (name_or_path + ".safetensors");
  if (name_or_path.find('/') == std::string::npos && std::filesystem::is_regular_file(shipped)) {
    return shipped;
  }
  throw InputError(fmt::format("model '{}': neither a file nor a shipped model; shipped are: {}",
                               name_or_path, fmt::join(shipped_models(), ", ")));
}

}  // namespace hoi
