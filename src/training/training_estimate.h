#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hoi {

/// Says once, early, how long a training will take.
class TrainingEstimate {
 public:
  /// The first steps warm caches and do not count; the estimate is made after the last of these.
  static constexpr int64_t kIgnoredSteps = 2, kSteps = 20;

  /// remaining_steps: from now to the end of the last epoch.
  explicit TrainingEstimate(int64_t remaining_steps) : remaining_(remaining_steps) {}

  /// Notes a step that took `seconds` of wall time. Step number kSteps gives the line "about 1 h 12
  /// min for 1600 steps at 0.37 steps/s (validation not counted)", unless it is one of the last.
  std::optional<std::string> add(double seconds);

 private:
  int64_t remaining_;
  int64_t steps_ = 0;
  double seconds_ = 0;
};

/// 40 -> "40 s"; 150 -> "3 min"; 4320 -> "1 h 12 min"; 200000 -> "2 d 8 h".
std::string rough_duration(double seconds);

}  // namespace hoi
