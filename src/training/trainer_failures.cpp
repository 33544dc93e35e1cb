// How a training ends that cannot go on.
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "training/memory_advice.h"
#include "training/step_replay.h"
#include "training/trainer.h"

namespace hoi {
namespace {

std::vector<std::string> names_of(const TrainingDataset& dataset,
                                  const std::vector<int64_t>& pictures) {
  std::vector<std::string> names;
  for (const int64_t picture : pictures) names.push_back(dataset.path(picture).string());
  return names;
}

}  // namespace

void Trainer::fail_step(const std::vector<int64_t>& pictures, double loss) {
  const double norm = optimizer_.gradient_norm();
  std::string terms;
  for (const auto& [name, value] : sums_.terms()) terms += fmt::format(" {} {:.4g}", name, value);
  const std::string message = fmt::format(
      "step {} (epoch {}): the loss is {} and the gradient norm {} on {};{}; lower "
      "training.learning_rate.base or check these pictures; ",
      state_.step, state_.step / steps_per_epoch() + 1, loss, norm,
      fmt::join(names_of(dataset_, pictures), ", "), terms);
  throw TrainingError(message + (group_.is_first() ? write_replay() : "rank 0 keeps the step"));
}

/// What to do with the replay file, or why there is none.
std::string Trainer::write_replay() {
  const auto path = run_.path() / fmt::format("replay-{:08d}.safetensors", state_.step);
  const auto pictures = step_pictures();
  const TrainingState before = state_;  // sums are not a part of it before they are saved
  try {
    write_step_replay(
        path, experiment_, package_, optimizer_, before,
        {state_.step / steps_per_epoch(), pictures, names_of(dataset_, pictures), sums_.loss()});
  } catch (const std::exception& error) {
    return fmt::format("no replay file could be written ({})", error.what());
  }
  return fmt::format("repeat the step with: hoi train --replay {}", path.string());
}

/// Writes a checkpoint of the last finished step where that is still possible, and names the newest
/// one; on rank 0.
std::string Trainer::keep_last_step() {
  std::string checkpoint;
  try {
    if (!updating_) {
      sums_.clear();  // back to the end of the last finished step
      state_.tensors.clear();
      state_.notes.clear();
      save_checkpoint();
      checkpoint = run_.checkpoint(state_.step).string();
    }
  } catch (const std::exception&) {  // the newest older checkpoint has to do
  }
  if (checkpoint.empty()) {
    const auto newest = run_.newest_checkpoint();
    checkpoint = newest ? newest->string() : "no checkpoint";
  }
  return checkpoint;
}

void Trainer::fail_without_memory() {
  const std::string place = group_.is_first() ? keep_last_step() : "the checkpoint of rank 0";
  throw TrainingError(
      fmt::format("out of memory after {} finished steps, kept in {}; {}; then "
                  "continue with --resume",
                  state_.step, place, memory_advice(experiment_)));
}

void Trainer::fail_without_worker(const LostWorkerError& error) {
  if (!group_.is_first()) throw error;
  throw LostWorkerError(fmt::format("{}; {} finished steps are kept in {}; continue with --resume",
                                    error.what(), state_.step, keep_last_step()));
}

}  // namespace hoi
