#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hoi {

/// One piece of a study: a call of this program in a process of its own.
struct ProcessJob {
  std::string name;
  /// The words after the program's name, asked for when the job's turn comes; none: there is
  /// nothing left to do. Throws InputError when it cannot be done.
  std::function<std::vector<std::string>()> command;
  std::filesystem::path log;       ///< what the process prints, appended; its folder exists
  std::vector<std::size_t> after;  ///< earlier jobs that must have succeeded
  bool alone = false;  ///< nothing else runs beside it, and it uses one core: for timings
  double weight = 1;   ///< share of the progress
  std::function<double()> fraction;  ///< how much is done, [0, 1]; empty: unknown until the end
};

struct ProcessQueueOptions {
  std::filesystem::path program = "/proc/self/exe";
  int workers = 1;  ///< processes at a time; each gets its share of the cores
};

/// What happened to the jobs.
struct ProcessQueueReport {
  bool stopped = false;               ///< should_stop() said so before all was done
  std::vector<std::string> failures;  ///< one line per failed job; those after it were left out
};

/// Runs the jobs in their order, `workers` at a time. A failed job does not stop the others.
/// `should_stop` ends everything: running processes get SIGTERM and are waited for. They also end
/// when this process dies. `say` hears of every start and end, `progress` how much is done in units
/// of weight.
ProcessQueueReport run_jobs(const std::vector<ProcessJob>& jobs, const ProcessQueueOptions& options,
                            const std::function<bool()>& should_stop,
                            const std::function<void(const std::string&)>& say,
                            const std::function<void(double done)>& progress);

}  // namespace hoi
