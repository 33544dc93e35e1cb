#include "distributed/worker_processes.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT: the name is POSIX's

namespace hoi {
namespace {

using WallClock = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 50;
constexpr std::chrono::milliseconds kTerminationTime{5000};  // from SIGTERM to SIGKILL, at most
constexpr int kCannotExecute = 127;                          // as shells say it
constexpr std::size_t kLongestLine = 1 << 16;                // longer ones are cut
constexpr int kSignalBase = 128;                             // likewise

/// One process under supervision.
struct Worker {
  std::int64_t rank = 0;
  pid_t process = -1;
  int pipe = -1;     // its output, -1 for none or at its end
  std::string line;  // read, not yet complete
  bool ended = false;
};

/// "NAME=value" of the environment with some values replaced.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& values) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (values.count(text.substr(0, text.find('='))) == 0) entries.push_back(text);
  }
  for (const auto& [name, value] : values) entries.push_back(name + "=" + value);
  return entries;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::map<std::string, std::string> variables_of(const WorkerCommand& command, std::int64_t index) {
  std::map<std::string, std::string> values{
      {"RANK", std::to_string(command.first.rank + index)},
      {"WORLD_SIZE", std::to_string(command.first.size)},
      {"LOCAL_RANK", std::to_string(command.first.local_rank + index)},
      {"MASTER_ADDR", command.first.address},
      {"MASTER_PORT", std::to_string(command.first.port)}};
  if (std::getenv("OMP_NUM_THREADS") == nullptr) {
    values["OMP_NUM_THREADS"] = std::to_string(command.threads);
  }
  return values;
}

/// The child's side of fork(): only calls that are allowed there.
[[noreturn]] void become(char* const* words, char* const* environment, int output, pid_t parent) {
  ::setpgid(0, 0);  // a Ctrl-C reaches the supervisor only, which passes it on once
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kCannotExecute);  // it died before the line above
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (output >= 0) {
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
  }
  ::execve(words[0], words, environment);
  ::_exit(kCannotExecute);
}

class Supervisor {
 public:
  Supervisor(const WorkerCommand& command, const WorkerCallbacks& callbacks)
      : command_(command), callbacks_(callbacks) {}

  /// A process that could not be started takes those before it along.
  ~Supervisor() {
    for (auto& worker : workers_) {
      if (!worker.ended) {
        ::kill(worker.process, SIGKILL);
        ::waitpid(worker.process, nullptr, 0);
      }
      if (worker.pipe >= 0) ::close(worker.pipe);
    }
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  int run() {
    for (std::int64_t index = 0; index < command_.count; ++index) start(index);
    while (running() > 0) {
      read_output();
      reap();
      if (const int signal = callbacks_.signal()) send(signal);
      end_leftovers();
    }
    read_output();
    return exit_code_;
  }

 private:
  void start(std::int64_t index) {
    Worker worker;
    worker.rank = command_.first.rank + index;
    auto words = command_.words;
    auto environment = environment_with(variables_of(command_, index));
    const auto word_pointers = pointers_to(words), entry_pointers = pointers_to(environment);
    std::array<int, 2> pipe{-1, -1};
    if (worker.rank != 0 && ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error(fmt::format("no pipe: {}", std::strerror(errno)));
    }
    const pid_t parent = ::getpid();
    worker.process = ::fork();
    if (worker.process == 0) {
      become(word_pointers.data(), entry_pointers.data(), pipe[1], parent);
    }
    const int error = errno;
    if (pipe[1] >= 0) ::close(pipe[1]);
    worker.pipe = pipe[0];
    if (worker.process < 0) {
      if (worker.pipe >= 0) ::close(worker.pipe);
      throw std::runtime_error(
          fmt::format("cannot start rank {}: {}", worker.rank, std::strerror(error)));
    }
    if (worker.pipe >= 0) ::fcntl(worker.pipe, F_SETFL, O_NONBLOCK);
    workers_.push_back(std::move(worker));
  }

  std::int64_t running() const {
    return std::count_if(workers_.begin(), workers_.end(),
                         [](const Worker& worker) { return !worker.ended; });
  }

  void read_output() {
    std::vector<pollfd> waiting;
    for (const auto& worker : workers_) {
      if (worker.pipe >= 0) waiting.push_back({worker.pipe, POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), running() > 0 ? kPollMilliseconds : 0);
    for (auto& worker : workers_) read_lines(worker);
  }

  void read_lines(Worker& worker) {
    std::array<char, 4096> block{};
    while (worker.pipe >= 0) {
      const auto count = ::read(worker.pipe, block.data(), block.size());
      if (count < 0) return;  // nothing more for now
      if (count == 0) {
        if (!worker.line.empty()) callbacks_.output(worker.rank, worker.line);
        worker.line.clear();
        ::close(worker.pipe);
        worker.pipe = -1;
        return;
      }
      worker.line.append(block.data(), static_cast<std::size_t>(count));
      if (worker.line.size() > kLongestLine) worker.line += '\n';
      std::size_t end = 0;
      while ((end = worker.line.find('\n')) != std::string::npos) {
        callbacks_.output(worker.rank, worker.line.substr(0, end));
        worker.line.erase(0, end + 1);
      }
    }
  }

  void reap() {
    for (auto& worker : workers_) {
      int status = 0;
      if (worker.ended || ::waitpid(worker.process, &status, WNOHANG) != worker.process) continue;
      worker.ended = true;
      const bool by_signal = WIFSIGNALED(status);
      const int code = by_signal ? kSignalBase + WTERMSIG(status) : WEXITSTATUS(status);
      const bool explains_more =
          exit_code_ == kLostWorkerExitCode && code != kLostWorkerExitCode && !termination_sent_;
      if (code == 0 || (exit_code_ != 0 && !explains_more)) continue;
      if (exit_code_ == 0) deadline_ = WallClock::now() + command_.grace;
      exit_code_ = code;
      const std::string how = by_signal
                                  ? fmt::format("was ended by signal {} ({})", WTERMSIG(status),
                                                ::strsignal(WTERMSIG(status)))
                                  : fmt::format("failed with exit code {}", code);
      callbacks_.say(fmt::format("rank {} (process {}) {}; the other {} have {:.0f} s to end",
                                 worker.rank, worker.process, how, running(),
                                 std::chrono::duration<double>(command_.grace).count()));
    }
  }

  void send(int signal) {
    for (const auto& worker : workers_) {
      if (!worker.ended) ::kill(worker.process, signal);
    }
  }

  /// What is still there some time after a failure.
  void end_leftovers() {
    if (!deadline_ || WallClock::now() < *deadline_ || running() == 0) return;
    callbacks_.say(fmt::format("{} processes are still there; {}", running(),
                               termination_sent_ ? "ending them" : "asking them to end"));
    send(termination_sent_ ? SIGKILL : SIGTERM);
    termination_sent_ = true;
    deadline_ = WallClock::now() + std::min(command_.grace, kTerminationTime);
  }

  WorkerCommand command_;
  WorkerCallbacks callbacks_;
  std::vector<Worker> workers_;
  int exit_code_ = 0;
  std::optional<WallClock::time_point> deadline_;  // of the others, after a failure
  bool termination_sent_ = false;
};

}  // namespace

int run_worker_processes(const WorkerCommand& command, const WorkerCallbacks& callbacks) {
  return Supervisor(command, callbacks).run();
}

}  // namespace hoi
