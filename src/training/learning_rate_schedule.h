#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/option_fields.h"

namespace hoi {

/// Linear warm-up, then steps (spec 3.1), with the linear rule for the number of images per step.
struct LearningRateOptions {
  double base = 0.02;             ///< at `reference_images` per step
  int64_t reference_images = 16;  ///< 16 in phase 1, 8 in phase 2
  int64_t warmup_steps = 500;
  double warmup_factor = 1.0 / 3;            ///< of the rate, at step 0
  std::vector<int64_t> decay_epochs{8, 11};  ///< the rate falls when these many epochs are over
  double decay_factor = 0.1;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("base", base);
    fields.value("reference_images", reference_images);
    fields.value("warmup_steps", warmup_steps);
    fields.value("warmup_factor", warmup_factor);
    fields.value("decay_epochs", decay_epochs);
    fields.value("decay_factor", decay_factor);
  }
};

/// Learning rate of the update number `step` (from 0).
///   rate = base * images_per_step / reference_images * decay_factor^(decays passed) * warm-up
double learning_rate_at(const LearningRateOptions& options, int64_t step, int64_t steps_per_epoch,
                        int64_t images_per_step);

/// The rule in words and numbers: where the rate comes from, how it warms up, after which steps it
/// falls and how many there are; also what of it never happens because training ends before.
std::string describe_learning_rate(const LearningRateOptions& options, int64_t images_per_step,
                                   int64_t steps_per_epoch, int64_t epochs);

}  // namespace hoi
