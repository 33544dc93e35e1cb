#include "training/step_loss.h"

#include "vision/device_copy.h"

namespace hoi {
namespace {

GroundTruth to_device(GroundTruth truth, torch::Device device) {
  for (torch::Tensor* tensor :
       {&truth.boxes, &truth.labels, &truth.pair_subject, &truth.pair_object, &truth.pair_verbs,
        &truth.faces, &truth.crowd_boxes, &truth.masks, &truth.has_mask}) {
    if (tensor->defined()) *tensor = copied_to(*tensor, device);
  }
  return truth;
}

}  // namespace

std::vector<std::pair<std::string, torch::Tensor>> named_trained_parameters(
    const HoiCascade& network, TrainingPhase phase) {
  const auto trained = network->trained_parameters(phase);
  std::vector<std::pair<std::string, torch::Tensor>> named;
  for (const auto& entry : network->named_parameters()) {
    for (const auto& parameter : trained) {
      if (entry.value().is_same(parameter)) named.emplace_back(entry.key(), entry.value());
    }
  }
  return named;
}

CascadeLoss step_loss(HoiCascade& network, const TrainingBatch& batch,
                      const TrainingOptions& training, torch::Device device,
                      std::vector<torch::Generator> generators) {
  const ImageBatch images{copied_to(batch.images.pixels, device), batch.images.sizes};
  std::vector<GroundTruth> truths;
  for (const auto& truth : batch.truths) truths.push_back(to_device(truth, device));
  const PrecisionScope scope(training.precision, device);
  return network->loss(images, truths, training.phase, generators);
}

}  // namespace hoi
