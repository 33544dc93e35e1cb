#include "training/step_loss.h"

#include <utility>

#include "vision/device_copy.h"

namespace hoi {
namespace {

/// On `device`; numbers that are no indices in the type `type`.
torch::Tensor brought_to(const torch::Tensor& tensor, torch::Device device,
                         torch::ScalarType type) {
  const auto own = tensor.is_floating_point() ? type : tensor.scalar_type();
  return copied_to(tensor, tensor.options().device(device).dtype(own));
}

GroundTruth brought_to(GroundTruth truth, torch::Device device, torch::ScalarType type) {
  for (torch::Tensor* tensor :
       {&truth.boxes, &truth.labels, &truth.pair_subject, &truth.pair_object, &truth.pair_verbs,
        &truth.faces, &truth.crowd_boxes, &truth.masks, &truth.has_mask}) {
    if (tensor->defined()) *tensor = brought_to(*tensor, device, type);
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

TrainingBatch batch_for(const HoiCascade& network, TrainingBatch batch, torch::Device device) {
  const auto type = network->parameters().front().scalar_type();
  batch.images.pixels = brought_to(batch.images.pixels, device, type);
  for (auto& truth : batch.truths) truth = brought_to(std::move(truth), device, type);
  return batch;
}

CascadeLoss step_loss(HoiCascade& network, const TrainingBatch& batch,
                      const TrainingOptions& training, torch::Device device,
                      std::vector<torch::Generator> generators) {
  const TrainingBatch own = batch_for(network, batch, device);
  const PrecisionScope scope(training.precision, device);
  return network->loss(own.images, own.truths, training.phase, generators);
}

}  // namespace hoi
