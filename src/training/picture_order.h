#pragma once

#include <cstdint>
#include <vector>

#include "data/training_dataset.h"
#include "training/experiment_options.h"

namespace hoi {

/// Which pictures each step of an experiment sees, and how each is augmented: a function of the
/// seed, the epoch and the picture only, so that any step can be repeated.
class PictureOrder {
 public:
  /// Both arguments must outlive this object.
  PictureOrder(const ExperimentOptions& experiment, const TrainingDataset& dataset);

  int64_t steps_per_epoch() const { return steps_per_epoch_; }

  /// Indices of the pictures of each step of an epoch (from 0), in order.
  std::vector<std::vector<int64_t>> steps_of(int64_t epoch) const;

  /// A picture as that epoch shows it. May be called from several threads at once.
  TrainingExample load(int64_t epoch, int64_t picture) const;

 private:
  const ExperimentOptions& experiment_;
  const TrainingDataset& dataset_;
  std::vector<ImageSize> sizes_;
  int64_t steps_per_epoch_ = 0;
};

}  // namespace hoi
