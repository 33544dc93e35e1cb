#pragma once

#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "data/batch_loader.h"
#include "model/hoi_cascade.h"
#include "training/experiment_options.h"

namespace hoi {

/// The parameters that `phase` trains, by their full names in the network.
std::vector<std::pair<std::string, torch::Tensor>> named_trained_parameters(
    const HoiCascade& network, TrainingPhase phase);

/// The batch on `device` and in the number type of the network's weights: a network in double
/// precision trains in it.
TrainingBatch batch_for(const HoiCascade& network, TrainingBatch batch, torch::Device device);

/// The loss of loaded pictures, which are brought to `device` first; the network is there already.
/// training: its phase and its precision count. generators: one per picture, of
/// model/picture_generators.h.
CascadeLoss step_loss(HoiCascade& network, const TrainingBatch& batch,
                      const TrainingOptions& training, torch::Device device,
                      std::vector<torch::Generator> generators);

}  // namespace hoi
