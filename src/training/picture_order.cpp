#include "training/picture_order.h"

namespace hoi {

PictureOrder::PictureOrder(const ExperimentOptions& experiment, const TrainingDataset& dataset)
    : experiment_(experiment), dataset_(dataset) {
  for (const auto& annotation : dataset_.annotations()) {
    sizes_.push_back({annotation.height, annotation.width});
  }
  steps_per_epoch_ = static_cast<int64_t>(steps_of(0).size());
}

std::vector<std::vector<int64_t>> PictureOrder::steps_of(int64_t epoch) const {
  return epoch_batches(sizes_, experiment_.training.images_per_step,
                       static_cast<uint64_t>(experiment_.seed), static_cast<uint64_t>(epoch));
}

TrainingExample PictureOrder::load(int64_t epoch, int64_t picture) const {
  auto random = random_stream(static_cast<uint64_t>(experiment_.seed), static_cast<uint64_t>(epoch),
                              static_cast<uint64_t>(picture));
  return dataset_.load(picture, draw_augmentation(experiment_.data.augmentation, random));
}

}  // namespace hoi
