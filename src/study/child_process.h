#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace hoi {

struct ChildProcessOptions {
  std::filesystem::path program;
  std::vector<std::string> words;  ///< arguments, without the program's name
  std::filesystem::path log;       ///< standard output and error are appended to it
  int threads = 1;                 ///< OMP_NUM_THREADS of the process
};

/// A program that runs beside this one and does not outlive it: it gets SIGTERM when its parent
/// thread ends, however that happens.
class ChildProcess {
 public:
  /// Throws InputError when the log cannot be written or no process can be made.
  explicit ChildProcess(const ChildProcessOptions& options);

  /// The exit code when it has ended (128 + n after signal n), nothing while it runs. Does not
  /// wait.
  std::optional<int> exit_code();

  /// Asks it to end (SIGTERM).
  void stop();

 private:
  pid_t id_ = -1;
  std::optional<int> exit_code_;
};

}  // namespace hoi
