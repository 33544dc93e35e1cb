#include "training/learning_rate_schedule.h"

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

}  // namespace hoi
