#include "study/child_process.h"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr int kNotStarted = 127;
constexpr const char* kThreadsVariable = "OMP_NUM_THREADS=";

/// The words as execve() wants them; they point into `words`.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_with_threads(int threads) {
  std::vector<std::string> entries{fmt::format("{}{}", kThreadsVariable, threads)};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, kThreadsVariable, std::strlen(kThreadsVariable)) != 0) {
      entries.emplace_back(*entry);
    }
  }
  return entries;
}

}  // namespace

ChildProcess::ChildProcess(const ChildProcessOptions& options) {
  const int log = ::open(options.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) {
    throw InputError(
        fmt::format("{}: cannot write: {}", options.log.string(), std::strerror(errno)));
  }
  std::vector<std::string> words{"hoi"};
  words.insert(words.end(), options.words.begin(), options.words.end());
  std::vector<std::string> environment = environment_with_threads(options.threads);
  const auto arguments = pointers_to(words), variables = pointers_to(environment);
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ == 0) {
    // Only calls that are safe after fork() in a process with threads.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(kNotStarted);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execve(options.program.c_str(), arguments.data(), variables.data());
    ::_exit(kNotStarted);
  }
  const int error = errno;
  ::close(log);
  if (id_ < 0) {
    throw InputError(fmt::format("cannot start a process: {}", std::strerror(error)));
  }
}

std::optional<int> ChildProcess::exit_code() {
  int status = 0;
  if (!exit_code_ && ::waitpid(id_, &status, WNOHANG) == id_) {
    exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  return exit_code_;
}

void ChildProcess::stop() {
  if (!exit_code_) ::kill(id_, SIGTERM);
}

}  // namespace hoi
