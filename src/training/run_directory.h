#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// The names of everything a training run leaves on disk.
///
///   config.toml       the resolved configuration
///   metrics.jsonl     one JSON object per logged step and per validation
///   log.txt           what the run said
///   data_problems.txt what is questionable about the pictures, if anything
///   validation.json   the last validation in detail, with pictures/ (docs/reports.md)
///   tensorboard/      event files
///   report.html       a page about all of it
///   checkpoints/      step-00001200.safetensors, whole training states, the last few; with
///                     ".damaged" behind it one that a resumed run could not use
///   model.safetensors the model to use: best on validation so far
class RunDirectory {
 public:
  /// Creates `path` for a new run. Throws InputError when a run is there already.
  static RunDirectory create(const std::filesystem::path& path);
  /// Opens the folder of an earlier run. Throws InputError when there is none.
  static RunDirectory open(const std::filesystem::path& path);
  /// The names only, for a process beside the one that writes there.
  static RunDirectory named(const std::filesystem::path& path) { return RunDirectory(path); }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path config() const { return path_ / "config.toml"; }
  std::filesystem::path metrics() const { return path_ / "metrics.jsonl"; }
  std::filesystem::path log() const { return path_ / "log.txt"; }
  std::filesystem::path events() const { return path_ / "tensorboard"; }
  std::filesystem::path data_problems() const { return path_ / "data_problems.txt"; }
  std::filesystem::path page() const { return path_ / "report.html"; }
  std::filesystem::path model() const { return path_ / "model.safetensors"; }
  std::filesystem::path checkpoint(int64_t step) const;

  /// The checkpoint with the highest step, if any.
  std::optional<std::filesystem::path> newest_checkpoint() const;
  /// All checkpoints, that with the highest step first.
  std::vector<std::filesystem::path> checkpoints() const;
  /// Removes all but the `keep` newest checkpoints.
  void prune_checkpoints(int64_t keep) const;
  /// Removes what processes that were killed while writing left in the folder, and returns how many
  /// files that were (base/temporary_name.h).
  std::size_t remove_leftovers() const;
  /// Throws InputError when the disk has no room for `keep` checkpoints of about `bytes` each and
  /// the one that is being written, those that are there already counted in.
  void require_space_for_checkpoints(std::uintmax_t bytes, int64_t keep) const;

 private:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace hoi
