#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "distributed/worker_environment.h"

namespace hoi {

/// Processes of this machine that are to work together.
struct WorkerCommand {
  std::vector<std::string> words;  ///< program file and its arguments
  WorkerPlace first;         ///< of the first of them; the next have the next ranks and local ranks
  std::int64_t count = 1;    ///< how many
  std::int64_t threads = 1;  ///< OMP_NUM_THREADS of each, unless the environment has it
  /// After one has failed, how long the others may take to end by themselves.
  std::chrono::milliseconds grace{30000};
};

/// What a supervisor asks of its caller and tells it.
struct WorkerCallbacks {
  std::function<int()> signal;  ///< the signal that arrived since the last call, 0 for none
  /// A line of output of a process other than rank 0, whose output is this process's own.
  std::function<void(std::int64_t rank, const std::string& line)> output;
  std::function<void(const std::string& line)> say;  ///< what happens to the processes
};

/// What a process ends with because another one did: the consequence of a failure, not its cause.
inline constexpr int kLostWorkerExitCode = 75;

/// Runs the processes to their end: passes signals on to all; when one fails, lets the others end
/// by themselves for a while, then asks them to (SIGTERM), then ends them (SIGKILL). Returns the
/// exit code of the first that failed, a cause before a consequence, 128 + n for signal n; or 0.
/// Throws std::runtime_error when a process cannot be started.
int run_worker_processes(const WorkerCommand& command, const WorkerCallbacks& callbacks);

}  // namespace hoi
