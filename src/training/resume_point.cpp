#include "training/resume_point.h"

#include <sstream>
#include <utility>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "training/metrics_log.h"
#include "training/training_checkpoint.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestConfiguration = 1 << 20;

/// A checkpoint that cannot be trusted, and why.
struct DamagedCheckpoint {
  std::filesystem::path path;
  std::string reason;
};

/// Renames a damaged checkpoint and returns the line that says so.
std::string set_aside(const DamagedCheckpoint& damaged) {
  auto target = damaged.path;
  target += ".damaged";
  std::error_code error;
  std::filesystem::rename(damaged.path, target, error);
  if (error) {
    throw InputError(fmt::format("{}; and it cannot be renamed ({}); remove it", damaged.reason,
                                 error.message()));
  }
  return fmt::format("warning: {}; renamed to {}, going on from an older one", damaged.reason,
                     target.filename().string());
}

/// The settings that the run began with, as of today: keys that are younger than the run stand
/// there with their defaults, by which it was computed.
std::string first_settings(const RunDirectory& run) {
  const std::string text = read_file(run.config(), kLargestConfiguration);
  try {
    return to_toml(parse_experiment(text, run.config().string(), {}));
  } catch (const InputError&) {  // a key that is no more, say: the lines tell enough
    return text;
  }
}

/// The first setting that the run began with and now differs: "'key = a' instead of 'key = b'".
std::optional<std::string> changed_setting(const std::string& before, const std::string& now) {
  std::istringstream old_lines(before), new_lines(now);
  std::string a, b;
  while (std::getline(old_lines, a) && std::getline(new_lines, b)) {
    if (a != b) return fmt::format("'{}' instead of '{}'", b, a);
  }
  return std::nullopt;
}

void note_differences(const RunDirectory& run, const ExperimentOptions& experiment,
                      const CheckpointSummary& summary, std::vector<std::string>& notices) {
  const int threads = at::get_num_threads();
  if (summary.threads > 0 && summary.threads != threads) {
    notices.push_back(fmt::format(
        "warning: the run was computed by {} threads and goes on with {}: results may differ in "
        "their last bits; set OMP_NUM_THREADS={} for the same bits",
        summary.threads, threads, summary.threads));
  }
  const auto changed = changed_setting(first_settings(run), to_toml(experiment));
  if (changed) {
    notices.push_back(fmt::format("warning: the run began with other settings: now {} (see {})",
                                  *changed, run.config().string()));
  }
}

}  // namespace

ResumePoint prepare_resume(const RunDirectory& run, const ExperimentOptions& experiment) {
  run.remove_leftovers();
  ResumePoint point;
  std::vector<DamagedCheckpoint> damaged;
  CheckpointSummary summary;
  for (const auto& path : run.checkpoints()) {
    try {
      summary = verify_training_checkpoint(path);
      point.checkpoint = path;
      break;
    } catch (const InputError& error) {
      damaged.push_back({path, error.what()});
    }
  }
  if (!point.checkpoint && !damaged.empty()) {
    throw InputError(fmt::format("{} (and no older checkpoint is whole); remove {} to begin again",
                                 damaged.front().reason,
                                 damaged.front().path.parent_path().string()));
  }
  for (const auto& checkpoint : damaged) point.notices.push_back(set_aside(checkpoint));
  if (point.checkpoint) {
    note_differences(run, experiment, summary, point.notices);
  } else {
    summary.finished_epochs = 0;
    point.notices.push_back("no checkpoint yet: beginning again at step 0");
  }
  cut_metrics(run.metrics(), summary.step, summary.finished_epochs);
  return point;
}

}  // namespace hoi
