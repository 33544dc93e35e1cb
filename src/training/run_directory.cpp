#include "training/run_directory.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/disk_space.h"
#include "base/error.h"
#include "base/temporary_name.h"

namespace hoi {
namespace {

constexpr const char* kCheckpointFolder = "checkpoints";
constexpr const char* kPictureFolder = "pictures";  // of the last validation
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

std::vector<std::filesystem::path> RunDirectory::checkpoints() const {
  auto found = sorted_checkpoints(path_ / kCheckpointFolder);
  std::reverse(found.begin(), found.end());
  return found;
}

void RunDirectory::prune_checkpoints(int64_t keep) const {
  auto checkpoints = sorted_checkpoints(path_ / kCheckpointFolder);
  std::error_code ignored;  // a file that cannot be removed costs disk, not the run
  while (static_cast<int64_t>(checkpoints.size()) > keep) {
    std::filesystem::remove(checkpoints.front(), ignored);
    checkpoints.erase(checkpoints.begin());
  }
}

std::size_t RunDirectory::remove_leftovers() const {
  return remove_abandoned_files(path_) + remove_abandoned_files(path_ / kCheckpointFolder) +
         remove_abandoned_files(path_ / kPictureFolder);
}

void RunDirectory::require_space_for_checkpoints(std::uintmax_t bytes, int64_t keep) const {
  const auto there = static_cast<int64_t>(sorted_checkpoints(path_ / kCheckpointFolder).size());
  constexpr int64_t kMost = 1'000'000;  // of what a disk could hold; no product runs over
  const int64_t missing = std::max<int64_t>(1, std::min(keep, kMost) + 1 - there);
  require_disk_space(path_, bytes * static_cast<std::uintmax_t>(missing),
                     fmt::format("{}: room for {} more checkpoints", path_.string(), missing),
                     "make room, choose a folder on another disk with --run or lower "
                     "training.kept_checkpoints");
}

}  // namespace hoi
