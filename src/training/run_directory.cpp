#include "training/run_directory.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr const char* kCheckpointFolder = "checkpoints";
constexpr const char* kCheckpointPrefix = "step-";
constexpr const char* kCheckpointSuffix = ".safetensors";

/// Checkpoints by name; the step is zero-padded, so names sort by step.
std::vector<std::filesystem::path> sorted_checkpoints(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const auto name = entry.path().filename().string();
    if (name.rfind(kCheckpointPrefix, 0) == 0 && entry.path().extension() == kCheckpointSuffix) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

RunDirectory RunDirectory::create(const std::filesystem::path& path) {
  RunDirectory run(path);
  if (std::filesystem::exists(run.config())) {
    throw InputError(
        fmt::format("{}: holds a training run already; continue it with --resume or "
                    "choose another folder with --run",
                    path.string()));
  }
  std::error_code error;
  std::filesystem::create_directories(path / kCheckpointFolder, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot create the run folder: {}", path.string(), error.message()));
  }
  return run;
}

RunDirectory RunDirectory::open(const std::filesystem::path& path) {
  RunDirectory run(path);
  if (!std::filesystem::exists(run.config())) {
    throw InputError(
        fmt::format("{}: no training run here (config.toml is missing)", path.string()));
  }
  return run;
}

std::filesystem::path RunDirectory::checkpoint(int64_t step) const {
  return path_ / kCheckpointFolder /
         fmt::format("{}{:08d}{}", kCheckpointPrefix, step, kCheckpointSuffix);
}

std::optional<std::filesystem::path> RunDirectory::newest_checkpoint() const {
  const auto checkpoints = sorted_checkpoints(path_ / kCheckpointFolder);
  if (checkpoints.empty()) return std::nullopt;
  return checkpoints.back();
}

void RunDirectory::prune_checkpoints(int64_t keep) const {
  auto checkpoints = sorted_checkpoints(path_ / kCheckpointFolder);
  std::error_code ignored;  // a file that cannot be removed costs disk, not the run
  while (static_cast<int64_t>(checkpoints.size()) > keep) {
    std::filesystem::remove(checkpoints.front(), ignored);
    checkpoints.erase(checkpoints.begin());
  }
}

}  // namespace hoi
