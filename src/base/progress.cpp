#include "base/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace hoi {
namespace {

constexpr std::chrono::milliseconds kRedrawInterval(100);
constexpr int kBarWidth = 24;

std::size_t terminal_width() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string bar(double fraction) {
  const int filled = static_cast<int>(fraction * kBarWidth);
  return "[" + std::string(static_cast<std::size_t>(filled), '#') +
         std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + "]";
}

}  // namespace

Progress::Progress(std::string title, std::int64_t total, std::chrono::seconds log_interval)
    : title_(std::move(title)),
      total_(std::max<std::int64_t>(total, 1)),
      log_interval_(log_interval),
      start_(std::chrono::steady_clock::now()),
      last_draw_(start_),
      terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  // An abandoned bar must not swallow the next line of the terminal.
  if (terminal_ && drawn_ && last_done_ < total_) std::fputc('\n', stderr);
}

void Progress::set_initial(std::int64_t done) {
  initial_ = done;
  last_done_ = done;
}

void Progress::update(std::int64_t done, const std::string& detail) {
  const bool finished_before = drawn_ && last_done_ >= total_;
  last_done_ = done;
  if (finished_before) return;
  const bool last = done >= total_;
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::steady_clock::duration interval =
      terminal_ ? std::chrono::steady_clock::duration(kRedrawInterval) : log_interval_;
  const bool due = now - last_draw_ >= interval || (terminal_ && !drawn_);
  if (!due && !last) return;
  draw(done, detail, last);
  last_draw_ = now;
  drawn_ = true;
}

void Progress::draw(std::int64_t done, const std::string& detail, bool last) {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  const double fraction =
      std::clamp(static_cast<double>(done) / static_cast<double>(total_), 0.0, 1.0);
  std::string line = fmt::format("{} {}/{} {:.0f}% {}", title_, done, total_,
                                 std::floor(fraction * 100), format_duration(elapsed.count()));
  const std::int64_t own_steps = done - initial_;
  if (!last && own_steps > 0) {
    const double per_step = elapsed.count() / static_cast<double>(own_steps);
    line += ", ETA " + format_duration(per_step * static_cast<double>(total_ - done));
  }
  if (!detail.empty()) line += ", " + detail;
  if (!terminal_) {
    std::fputs((line + "\n").c_str(), stderr);
    return;
  }
  line = bar(fraction) + " " + line;
  line.resize(std::min(line.size(), terminal_width() - 1));  // a wrapped line cannot be redrawn
  std::fputs(("\r\x1b[K" + line + (last ? "\n" : "")).c_str(), stderr);
  std::fflush(stderr);
}

std::string format_duration(double seconds) {
  constexpr double kLongest = 99 * 3600.0 + 59 * 60.0 + 59;
  const bool usable = std::isfinite(seconds) && seconds <= kLongest;
  const auto whole = std::llround(usable ? std::max(seconds, 0.0) : kLongest);
  const auto hours = whole / 3600;
  const auto minutes = whole / 60 % 60;
  if (hours == 0) return fmt::format("{}:{:02}", minutes, whole % 60);
  return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
}

}  // namespace hoi
