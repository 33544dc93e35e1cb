#include "training/learning_rate_schedule.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hoi {

double learning_rate_at(const LearningRateOptions& options, int64_t step, int64_t steps_per_epoch,
                        int64_t images_per_step) {
  double rate = options.base * static_cast<double>(images_per_step) /
                static_cast<double>(options.reference_images);
  for (const int64_t epoch : options.decay_epochs) {
    if (step >= epoch * steps_per_epoch) rate *= options.decay_factor;
  }
  if (step < options.warmup_steps) {
    const double progress = static_cast<double>(step) / static_cast<double>(options.warmup_steps);
    rate *= options.warmup_factor + (1 - options.warmup_factor) * progress;
  }
  return rate;
}

std::string describe_learning_rate(const LearningRateOptions& options, int64_t images_per_step,
                                   int64_t steps_per_epoch, int64_t epochs) {
  LearningRateOptions constant = options;
  constant.decay_epochs.clear();
  const auto rate_at = [&](int64_t step) {
    return learning_rate_at(constant, step, steps_per_epoch, images_per_step);
  };
  const int64_t steps = steps_per_epoch * epochs;
  std::string text = fmt::format("learning rate {:.4g} = {} x {} images per step / {}",
                                 rate_at(options.warmup_steps), options.base, images_per_step,
                                 options.reference_images);
  if (options.warmup_steps > 0) {
    text +=
        fmt::format(", rising from {:.4g} in {} warm-up steps", rate_at(0), options.warmup_steps);
    if (options.warmup_steps >= steps) text += " (training ends before)";
  }
  std::vector<int64_t> decay_steps, late_epochs;
  for (const int64_t epoch : options.decay_epochs) {
    if (epoch < epochs) {
      decay_steps.push_back(epoch * steps_per_epoch);
    } else {
      late_epochs.push_back(epoch);
    }
  }
  if (!decay_steps.empty()) {
    text += fmt::format(", times {} after step {}", options.decay_factor,
                        fmt::join(decay_steps, " and "));
  }
  if (!late_epochs.empty()) {
    text += fmt::format(", no decay after epoch {} (training ends before)",
                        fmt::join(late_epochs, " and "));
  }
  return text + fmt::format("; {} steps in {} epochs of {}", steps, epochs, steps_per_epoch);
}

}  // namespace hoi
