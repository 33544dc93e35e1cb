#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/batch_loader.h"
#include "distributed/batch_shards.h"
#include "distributed/worker_group.h"
#include "training/experiment_options.h"
#include "training/picture_order.h"
#include "training/shared_step.h"
#include "training/step_loss.h"

namespace hoi {

/// What a step starts from: every weight and its velocity.
struct StepStart {
  std::vector<torch::Tensor> weights, velocities;
};

/// What a step computes before it updates the weights.
struct ComputedStep {
  double loss = 0;
  std::vector<std::pair<std::string, double>> terms;
  /// Of all trained parameters, by name; undefined where unused.
  std::vector<std::pair<std::string, torch::Tensor>> gradients;
};

/// The training of one rank, step by step and from any weights, in single or double precision. It
/// exchanges what a training exchanges (SharedStep) and writes no files.
class RankTraining {
 public:
  /// All arguments must outlive this object.
  RankTraining(const ExperimentOptions& experiment, const TrainingDataset& dataset,
               WorkerGroup& group, torch::ScalarType type);

  /// Loss and gradient of the pictures of a step, counted from 0; the same on all ranks.
  ComputedStep compute(int64_t step);
  /// Updates the weights by the gradient of compute(step).
  void update(int64_t step);

  StepStart start() const;  ///< a copy of what the next step starts from
  void start_from(const StepStart& start);
  /// Moves every weight other than 0 to the next number above it, or below it.
  void nudge(bool up);

  /// This rank's pictures of a step, as they go through the network.
  BatchShard shard(int64_t step) const;
  TrainingBatch batch(int64_t step);
  std::vector<torch::Generator> generators(int64_t step) const;
  HoiCascade& network() { return package_.network; }
  const ModelConfig& model() const { return experiment_.model; }

 private:
  int64_t epoch_of(int64_t step) const { return step / order_.steps_per_epoch(); }
  std::vector<int64_t> pictures(int64_t step) const;

  const ExperimentOptions& experiment_;
  WorkerGroup& group_;
  PictureOrder order_;
  ModelPackage package_;
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  MomentumSgd optimizer_;
  GradientAccumulation sums_;
  SharedStep shared_;
};

}  // namespace hoi
