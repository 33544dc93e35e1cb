#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// One line of metrics.jsonl. Every finite number of it is kept, known or not.
struct MetricsRecord {
  std::int64_t step = 0;                                    ///< optimiser steps taken, >= 0
  double epoch = std::numeric_limits<double>::quiet_NaN();  ///< epochs passed, NaN when not said
  std::map<std::string, double> values;                     ///< "loss", "learning_rate", ...
  std::map<std::string, double> terms;                      ///< of the loss, unweighted names

  /// values[name], nothing when it is not there.
  std::optional<double> value(const std::string& name) const;
};

/// What a run measured, in the order of its steps.
struct RunMetrics {
  std::vector<MetricsRecord> steps;        ///< logged training steps
  std::vector<MetricsRecord> validations;  ///< `values` are those of "validation"
  std::int64_t measured_again = 0;         ///< records that a resumed run replaced by its own
  std::int64_t unreadable = 0;  ///< lines that are no record; a torn last line is none of them

  std::int64_t last_step() const;  ///< 0 when nothing was logged
  double last_epoch() const;       ///< NaN when nothing was logged or no epoch was said
};

/// Reads metrics.jsonl (docs/reports.md) as a run left it, or is leaving it at this moment: a last
/// line without its end is passed over, unknown keys are kept as numbers or ignored, and when the
/// steps go back (the run was resumed from an older checkpoint) the later lines count.
/// Throws InputError when the file is no readable file of at most 256 MiB.
RunMetrics read_run_metrics(const std::filesystem::path& file);

/// The same for a text in memory; never throws for its content.
RunMetrics parse_run_metrics(const std::string& text);

}  // namespace hoi
