#pragma once

#include <cstdint>
#include <filesystem>

#include <torch/types.h>

#include "inference/model_package.h"
#include "training/momentum_sgd.h"

namespace hoi {

/// Where a run stands besides its weights.
struct TrainingState {
  int64_t step = 0;        ///< updates done
  double best_score = -1;  ///< validation score of model.safetensors so far; -1 before the first
  torch::Generator generator;  ///< source of all sampling
};

/// Writes weights, velocities and state as one safetensors file that is also a model file: whole or
/// not at all.
void write_training_checkpoint(const std::filesystem::path& path, const ModelPackage& package,
                               const MomentumSgd& optimizer, const TrainingState& state);

/// Restores what write_training_checkpoint() stored into objects of the same configuration. Throws
/// InputError when the file belongs to another one.
void read_training_checkpoint(const std::filesystem::path& path, ModelPackage& package,
                              MomentumSgd& optimizer, TrainingState& state);

}  // namespace hoi
