#include "training/training_estimate.h"

#include <cmath>

#include <fmt/format.h>

namespace hoi {

std::optional<std::string> TrainingEstimate::add(double seconds) {
  if (++steps_ > kIgnoredSteps) seconds_ += seconds;
  if (steps_ != kSteps || remaining_ <= kSteps || seconds_ <= 0) return std::nullopt;
  const double rate = static_cast<double>(kSteps - kIgnoredSteps) / seconds_;
  const std::string speed = rate < 10 ? fmt::format("{:.2g}", rate) : fmt::format("{:.0f}", rate);
  return fmt::format("about {} for {} steps at {} steps/s (validation not counted)",
                     rough_duration(static_cast<double>(remaining_) / rate), remaining_, speed);
}

std::string rough_duration(double seconds) {
  constexpr double kMinute = 60, kHour = 3600, kDay = 86400;
  if (seconds < 1.5 * kMinute) return fmt::format("{:.0f} s", seconds);
  const auto minutes = std::llround(seconds / kMinute);
  if (seconds < kHour - kMinute / 2) return fmt::format("{} min", minutes);
  if (seconds < kDay) return fmt::format("{} h {} min", minutes / 60, minutes % 60);
  const auto hours = std::llround(seconds / kHour);
  return fmt::format("{} d {} h", hours / 24, hours % 24);
}

}  // namespace hoi
