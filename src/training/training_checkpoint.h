#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <torch/types.h>

#include "inference/model_package.h"
#include "model/tensor_file.h"
#include "training/momentum_sgd.h"

namespace hoi {

/// Where a run stands besides its weights. No random generator is among it: every stream of numbers
/// follows from the seed, the step or epoch, and the picture (model/picture_generators.h).
struct TrainingState {
  int64_t step = 0;        ///< updates done
  double best_score = -1;  ///< validation score of model.safetensors so far; -1 before the first
  /// What else a run wants to find again, by name: tensors of any shape and type, and words. Who
  /// puts something in checks it when it comes back; an older file may have none.
  NamedTensors tensors;
  std::map<std::string, std::string> notes;
};

/// Writes weights, velocities and state as one safetensors file that is also a model file: whole or
/// not at all. Its last eight bytes, the array "training/checksum", are the CRC-64 of all before
/// them (base/crc64.h), little-endian.
void write_training_checkpoint(const std::filesystem::path& path, const ModelPackage& package,
                               const MomentumSgd& optimizer, const TrainingState& state);

/// About how large such a file is, without what `TrainingState::tensors` adds.
std::uintmax_t training_checkpoint_bytes(const ModelPackage& package, const MomentumSgd& optimizer);

/// Restores what write_training_checkpoint() stored into objects of the same configuration. Throws
/// InputError when the file is damaged or belongs to another configuration; nothing is changed
/// then.
void read_training_checkpoint(const std::filesystem::path& path, ModelPackage& package,
                              MomentumSgd& optimizer, TrainingState& state);

/// What a checkpoint says of itself.
struct CheckpointSummary {
  int64_t step = 0;
  /// Epochs whose validation and model are done, if its notes say so: a checkpoint at the end of an
  /// epoch may have been written before or after them.
  std::optional<int64_t> finished_epochs;
  int64_t threads = 0;  ///< threads that computed it (at::get_num_threads); 0 = it does not say
};

/// Reads a whole checkpoint. Throws InputError in one line when it cannot be read, is truncated, is
/// no checkpoint or differs by one bit from what was written.
CheckpointSummary verify_training_checkpoint(const std::filesystem::path& path);

/// TrainingState::notes of a checkpoint, without its weights.
std::map<std::string, std::string> read_checkpoint_notes(const std::filesystem::path& path);

}  // namespace hoi
