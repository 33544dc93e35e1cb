#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hoi {

/// Progress of a long job on standard error: one redrawn line with bar, elapsed time and ETA on a
/// terminal; a plain line every `log_interval` elsewhere, so that a log stays readable.
class Progress {
 public:
  /// title: what is going on ("training"); total: number of steps, > 0.
  Progress(std::string title, std::int64_t total,
           std::chrono::seconds log_interval = std::chrono::seconds(30));
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// done: steps finished, counted from the start of this job in [0, total]; detail: a short text
  /// such as losses and images/s.
  void update(std::int64_t done, const std::string& detail = "");

  /// Steps already finished before this process started (a resumed run): they count for the bar but
  /// not for the speed.
  void set_initial(std::int64_t done);

 private:
  void draw(std::int64_t done, const std::string& detail, bool last);

  std::string title_;
  std::int64_t total_;
  std::int64_t initial_ = 0;
  std::chrono::seconds log_interval_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_draw_;
  std::int64_t last_done_ = 0;
  bool terminal_;
  bool drawn_ = false;
};

/// 3725 s -> "1:02:05"; 65 s -> "1:05".
std::string format_duration(double seconds);

}  // namespace hoi
