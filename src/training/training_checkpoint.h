#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include <torch/types.h>

#include "inference/model_package.h"
#include "model/tensor_file.h"
#include "training/momentum_sgd.h"

namespace hoi {

/// Where a run stands besides its weights.
struct TrainingState {
  int64_t step = 0;        ///< updates done
  double best_score = -1;  ///< validation score of model.safetensors so far; -1 before the first
  torch::Generator generator;  ///< source of all sampling
  /// What else a run wants to find again, by name: tensors of any shape and type, and words. Who
  /// puts something in checks it when it comes back; an older file may have none.
  NamedTensors tensors;
  std::map<std::string, std::string> notes;
};

/// Writes weights, velocities and state as one safetensors file that is also a model file: whole or
/// not at all.
void write_training_checkpoint(const std::filesystem::path& path, const ModelPackage& package,
                               const MomentumSgd& optimizer, const TrainingState& state);

/// Restores what write_training_checkpoint() stored into objects of the same configuration. Throws
/// InputError when the file belongs to another one.
void read_training_checkpoint(const std::filesystem::path& path, ModelPackage& package,
                              MomentumSgd& optimizer, TrainingState& state);

/// TrainingState::notes of a checkpoint, without its weights.
std::map<std::string, std::string> read_checkpoint_notes(const std::filesystem::path& path);

}  // namespace hoi
