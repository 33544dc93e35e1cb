#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "training/experiment_options.h"
#include "training/run_directory.h"

namespace hoi {

/// Where an earlier run can be continued.
struct ResumePoint {
  /// The newest checkpoint that is whole; nothing when the run ended before its first one, and
  /// begins again at step 0.
  std::optional<std::filesystem::path> checkpoint;
  /// What its owner should know, one line each: damaged checkpoints, and what keeps the
  /// continuation from being bit-identical to a run without interruption.
  std::vector<std::string> notices;
};

/// Makes the folder of an earlier run ready for going on with `experiment`, before anything else is
/// written there:
///
///   - removes files that killed processes left half-written;
///   - looks for the newest checkpoint whose checksum fits; damaged ones that are newer are renamed
///     to "<name>.damaged", so that they neither count as checkpoints nor push sound ones out;
///   - takes everything out of metrics.jsonl that the continued run will log again.
///
/// Throws InputError when there are checkpoints and all are damaged; then nothing was renamed.
ResumePoint prepare_resume(const RunDirectory& run, const ExperimentOptions& experiment);

}  // namespace hoi
