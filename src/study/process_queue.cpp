#include "study/process_queue.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "base/error.h"
#include "base/progress.h"
#include "study/child_process.h"

namespace hoi {
namespace {

constexpr std::chrono::milliseconds kQueuePoll(50);

using Clock = std::chrono::steady_clock;

enum class JobState { kWaiting, kRunning, kDone, kFailed };

struct RunningJob {
  std::size_t job = 0;
  ChildProcess process;
  Clock::time_point start;
};

/// The last line that is not empty, for the message about a process that failed.
std::string last_line(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::string last;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

class ProcessQueue {
 public:
  ProcessQueue(const std::vector<ProcessJob>& jobs, const ProcessQueueOptions& options,
               const std::function<void(const std::string&)>& say)
      : jobs_(jobs),
        options_(options),
        say_(say),
        states_(jobs.size(), JobState::kWaiting),
        cores_(std::max(1, static_cast<int>(std::thread::hardware_concurrency()))) {}

  /// Starts whatever may start; false when nothing runs and nothing can start any more.
  bool advance() {
    collect();
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      if (states_[job] != JobState::kWaiting) continue;
      const JobState needed = state_of_needed(job);
      if (needed == JobState::kFailed) states_[job] = JobState::kFailed;
      if (needed != JobState::kDone) continue;
      // A job that must be alone holds back all after it, or it would never get its turn.
      if (jobs_[job].alone && !running_.empty()) break;
      if (!has_room()) break;
      start(job);
    }
    return !running_.empty();
  }

  void stop() {
    for (auto& running : running_) running.process.stop();
    while (!running_.empty()) {
      collect();
      std::this_thread::sleep_for(kQueuePoll);
    }
  }

  double done() const {
    double total = 0;
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      const double part = jobs_[job].fraction ? jobs_[job].fraction() : 0;
      total += jobs_[job].weight * (states_[job] == JobState::kDone ? 1 : part);
    }
    return total;
  }

  bool all_ended() const {
    return std::none_of(states_.begin(), states_.end(), [](JobState state) {
      return state == JobState::kWaiting || state == JobState::kRunning;
    });
  }

  const std::vector<std::string>& failures() const { return failures_; }

 private:
  bool has_room() const {
    const bool blocked = std::any_of(running_.begin(), running_.end(),
                                     [this](const auto& other) { return jobs_[other.job].alone; });
    return !blocked && running_.size() < static_cast<std::size_t>(options_.workers);
  }

  /// kDone when every job that must come first has succeeded, kFailed when one cannot any more.
  JobState state_of_needed(std::size_t job) const {
    JobState needed = JobState::kDone;
    for (const std::size_t before : jobs_[job].after) {
      if (states_[before] == JobState::kFailed) return JobState::kFailed;
      if (states_[before] != JobState::kDone) needed = JobState::kWaiting;
    }
    return needed;
  }

  void start(std::size_t index) {
    const ProcessJob& job = jobs_[index];
    try {
      const std::vector<std::string> words = job.command();
      states_[index] = words.empty() ? JobState::kDone : JobState::kRunning;
      if (words.empty()) return;
      const int threads = job.alone ? 1 : std::max(1, cores_ / options_.workers);
      running_.push_back(
          {index, ChildProcess({options_.program, words, job.log, threads}), Clock::now()});
      say_(fmt::format("{}: started", job.name));
    } catch (const InputError& error) {
      states_[index] = JobState::kFailed;
      failures_.push_back(fmt::format("{}: {}", job.name, error.what()));
      say_(failures_.back());
    }
  }

  void collect() {
    for (auto running = running_.begin(); running != running_.end();) {
      const auto code = running->process.exit_code();
      if (!code) {
        ++running;
        continue;
      }
      end(running->job, *code, Clock::now() - running->start);
      running = running_.erase(running);
    }
  }

  void end(std::size_t index, int code, std::chrono::duration<double> elapsed) {
    const ProcessJob& job = jobs_[index];
    const std::string time = format_duration(elapsed.count());
    states_[index] = code == 0 ? JobState::kDone : JobState::kFailed;
    if (code == 0) {
      say_(fmt::format("{}: ended after {}", job.name, time));
      return;
    }
    failures_.push_back(fmt::format("{}: exit code {} after {}, see {}: {}", job.name, code, time,
                                    job.log.string(), last_line(job.log)));
    say_(failures_.back());
  }

  const std::vector<ProcessJob>& jobs_;
  const ProcessQueueOptions& options_;
  const std::function<void(const std::string&)>& say_;
  std::vector<JobState> states_;
  std::vector<RunningJob> running_;
  std::vector<std::string> failures_;
  int cores_;
};

}  // namespace

ProcessQueueReport run_jobs(const std::vector<ProcessJob>& jobs, const ProcessQueueOptions& options,
                            const std::function<bool()>& should_stop,
                            const std::function<void(const std::string&)>& say,
                            const std::function<void(double done)>& progress) {
  ProcessQueue queue(jobs, options, say);
  Clock::time_point reported;
  while (queue.advance()) {
    if (should_stop()) {
      queue.stop();
      return {true, {}};
    }
    if (Clock::now() - reported > std::chrono::seconds(1)) {
      progress(queue.done());
      reported = Clock::now();
    }
    std::this_thread::sleep_for(kQueuePoll);
  }
  progress(queue.done());
  return {!queue.all_ended(), queue.failures()};
}

}  // namespace hoi
