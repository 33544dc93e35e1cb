#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

namespace hoi {

/// metrics.jsonl: one JSON object per line, handed to the system line by line so that a killed run
/// keeps what it measured. A resumed run appends, after cut_metrics() took away what it will
/// measure again.
class MetricsLog {
 public:
  /// Throws InputError when the file cannot be written.
  explicit MetricsLog(const std::filesystem::path& path);
  ~MetricsLog();
  MetricsLog(const MetricsLog&) = delete;
  MetricsLog& operator=(const MetricsLog&) = delete;

  /// Throws InputError when the disk is full or fails.
  void write(const nlohmann::json& entry);

  /// Returns once all lines would survive a loss of power; what comes before a checkpoint must not
  /// be younger on the disk than it. Throws InputError when the disk fails.
  void sync();

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

/// Removes the lines of metrics.jsonl that a run resumed at `step` will write again, and what a
/// killed process wrote of a line, so that every step stands there once: entries of later steps,
/// and validations of an epoch after `finished_epochs`, where that is known. The file changes at
/// once or not at all. Returns the number of lines removed; a file that is missing has none.
std::size_t cut_metrics(const std::filesystem::path& path, std::int64_t step,
                        std::optional<std::int64_t> finished_epochs);

}  // namespace hoi
