#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace hoi {

/// A file or folder of the third-party data that stays outside this repository: below the folder in
/// the environment variable HOI_SHARED_DIR, or below ../shared beside the repository. Nothing when
/// it is not there; tests then call GTEST_SKIP.
inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const char* folder = std::getenv("HOI_SHARED_DIR");
  const auto path = folder != nullptr
                        ? std::filesystem::path(folder) / name
                        : std::filesystem::path(HOI_SOURCE_DIR).parent_path() / "shared" / name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

}  // namespace hoi
