#include "base/contained_path.h"

#include <algorithm>
#include <filesystem>

namespace hoi {

bool leaves_folder(const std::string& name) {
  const std::filesystem::path path(name);
  if (name.empty() || path.is_absolute() || name.find('\0') != std::string::npos) return true;
  return std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

}  // namespace hoi
