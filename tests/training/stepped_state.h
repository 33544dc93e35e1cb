#pragma once

#include <filesystem>
#include <string>

#include <torch/torch.h>

#include "support/small_cascade.h"
#include "training/training_checkpoint.h"

namespace hoi {

/// A small training state all of whose numbers follow from its step, so that anybody can tell
/// whether a checkpoint of it is what was written.
class SteppedState {
 public:
  SteppedState() : optimizer_({}, {}) {
    package_.config.network = small_cascade_options(1);
    package_.vocabulary = small_vocabulary();
    package_.network = small_cascade(package_.config.network);
    std::vector<std::pair<std::string, torch::Tensor>> parameters;
    for (const auto& entry : package_.network->named_parameters()) {
      parameters.emplace_back(entry.key(), entry.value());
    }
    optimizer_ = MomentumSgd(parameters, {});
    become(0);
  }

  /// Takes on the numbers of a step.
  void become(int64_t step) {
    torch::NoGradGuard no_gradient;
    int64_t number = 0;
    for (auto& [name, tensor] : numbers()) tensor.copy_(expected(tensor, step, number++));
    state_.step = step;
    state_.best_score = 0.125 * static_cast<double>(step);
  }

  void write(const std::filesystem::path& path) const {
    write_training_checkpoint(path, package_, optimizer_, state_);
  }

  /// Reads a checkpoint and returns the first thing in it that does not follow from its step; ""
  /// when all does.
  std::string first_error_in(const std::filesystem::path& path) {
    read_training_checkpoint(path, package_, optimizer_, state_);
    int64_t number = 0;
    for (const auto& [name, tensor] : numbers()) {
      if (!torch::equal(tensor, expected(tensor, state_.step, number++))) return name;
    }
    return state_.best_score == 0.125 * static_cast<double>(state_.step) ? "" : "best score";
  }

  const TrainingState& state() const { return state_; }
  TrainingState& state() { return state_; }
  const ModelPackage& package() const { return package_; }
  const MomentumSgd& optimizer() const { return optimizer_; }

 private:
  NamedTensors numbers() const {
    NamedTensors tensors = state_of(*package_.network);
    for (const auto& [name, velocity] : optimizer_.state()) {
      tensors.emplace_back("velocity of " + name, velocity);
    }
    return tensors;
  }

  static torch::Tensor expected(const torch::Tensor& like, int64_t step, int64_t number) {
    const auto places = torch::arange(like.numel()).remainder(97);
    return (places + 0.25 * static_cast<double>(step) + static_cast<double>(number))
        .to(like.scalar_type())
        .reshape(like.sizes());
  }

  ModelPackage package_;
  MomentumSgd optimizer_;
  TrainingState state_;
};

}  // namespace hoi
