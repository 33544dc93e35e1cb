#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "training/experiment_options.h"
#include "training/momentum_sgd.h"
#include "training/training_checkpoint.h"

namespace hoi {

/// What a replay file says of a step besides the state before it.
struct StepRecord {
  int64_t epoch = 0;                    ///< from 0
  std::vector<int64_t> pictures;        ///< indices into the training data
  std::vector<std::string> file_names;  ///< of these, with their folders
  double loss = 0;                      ///< up to the part that failed; may be no number
};

/// Writes everything that repeats a step: configuration, pictures, weights and velocities. Random
/// numbers follow from seed, step and picture (model/picture_generators.h). `before` is the state
/// before the step. The file is a checkpoint too.
void write_step_replay(const std::filesystem::path& path, const ExperimentOptions& experiment,
                       const ModelPackage& package, const MomentumSgd& optimizer,
                       TrainingState before, const StepRecord& record);

/// What pictures that went through the network gave.
struct ReplayedPictures {
  std::vector<std::string> file_names;
  double loss = 0;
  std::vector<std::pair<std::string, double>> terms;
  double gradient_norm = 0;
  std::vector<std::string> bad_gradients;  ///< parameters whose gradient is not finite

  bool is_finite() const;
};

/// A repeated step.
struct StepReplay {
  int64_t step = 0;  ///< updates before it
  StepRecord recorded;
  std::vector<std::string> bad_weights;  ///< not finite before the step already
  int64_t parameters = 0;                ///< how many are trained
  ReplayedPictures whole;                ///< the step as it was
  /// Each of its pictures alone, with the same random numbers as in the step.
  std::vector<ReplayedPictures> single;
};

/// Repeats the step of a replay file on the data that its configuration names, relative to the
/// current folder. assignments: "key=value" changes of the configuration, such as device=cpu.
/// Throws InputError for a file that is none, and when the data changed since.
StepReplay replay_step(const std::filesystem::path& path,
                       const std::vector<std::string>& assignments);

/// The findings for people, line by line; the last one names who is to blame.
std::vector<std::string> describe(const StepReplay& replay);

}  // namespace hoi
