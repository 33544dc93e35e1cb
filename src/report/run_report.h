#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/run_metrics.h"
#include "report/validation_report.h"

namespace hoi {

/// A setting of config.toml: dotted key ("training.learning_rate.base"; entries of lists are
/// counted from 0, "data.train.0.root") and value, strings without their quotes.
using RunSetting = std::pair<std::string, std::string>;

/// Everything that is told about one run; all of it may be missing.
struct RunReport {
  std::string name;  ///< the folder's, or more of its path where two folders have the same name
  std::filesystem::path folder;
  std::string config_text;           ///< config.toml
  std::vector<RunSetting> settings;  ///< its settings in the order of the file
  RunMetrics metrics;
  std::optional<ValidationReport> validation;  ///< the last one that was written
  std::vector<std::string> data_problems;      ///< one line each, at most 1000
  std::string log_tail;                        ///< the last 200 lines of log.txt, 64 kB at most
  std::optional<std::uintmax_t> model_bytes;   ///< size of model.safetensors
  std::vector<std::string> notices;            ///< what could not be read, one line each

  /// The value of a setting, "" when there is none.
  std::string setting(const std::string& key) const;
  /// The validation with the highest "score", null when there is none.
  const MetricsRecord* best_validation() const;
};

/// Reads what a run folder holds, whether the run is finished, running or killed. Throws InputError
/// when the folder has neither config.toml nor metrics.jsonl; what else is wrong in it becomes a
/// notice.
RunReport read_run_report(const std::filesystem::path& folder);

/// The same for several folders, with names that differ. Throws InputError for an empty list, and
/// when a folder is named twice.
std::vector<RunReport> read_run_reports(const std::vector<std::filesystem::path>& folders);

/// The settings of a TOML text whose values stand on one line each, as the program writes it. Lines
/// of another form are passed over.
std::vector<RunSetting> flat_settings(const std::string& toml);

}  // namespace hoi
