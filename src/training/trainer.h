#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/batch_loader.h"
#include "data/training_dataset.h"
#include "inference/model_package.h"
#include "training/experiment_options.h"
#include "training/metrics_log.h"
#include "training/momentum_sgd.h"
#include "training/run_directory.h"
#include "training/training_checkpoint.h"

namespace hoi {

/// Training cannot go on and the data or the settings are to blame: a loss that is not finite.
class TrainingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The training loop (spec 3): batch -> loss -> backward -> clip -> update, with a log, checkpoints
/// and a validation at the end of epochs.
class Trainer {
 public:
  /// Judges the network as it is: higher is better. Entries of the returned object go into
  /// metrics.jsonl; "score" is the number that decides which model is kept.
  using Validate = std::function<nlohmann::json(ModelPackage& package)>;

  /// package: the network with its initial weights. validate may be empty: then the newest model is
  /// the best one.
  Trainer(const ExperimentOptions& experiment, const TrainingDataset& dataset, RunDirectory run,
          ModelPackage package, Validate validate);

  /// Continues from a checkpoint of the same configuration.
  void resume(const std::filesystem::path& checkpoint);

  /// Trains until the last epoch is over, or until `should_stop` says so between two steps: then a
  /// checkpoint is written first. Throws TrainingError naming the pictures when the loss is not
  /// finite.
  void run(const std::function<bool()>& should_stop = nullptr);

  const TrainingState& state() const { return state_; }

 private:
  std::vector<std::vector<int64_t>> batches_of(int64_t epoch) const;
  void run_epoch(int64_t epoch, const std::function<bool()>& should_stop);
  void train_step(const TrainingBatch& batch);
  void log_step(const CascadeLoss& loss, double total, double rate, double norm);
  void finish_epoch(int64_t epoch);
  void save_checkpoint();

  ExperimentOptions experiment_;
  const TrainingDataset& dataset_;
  RunDirectory run_;
  ModelPackage package_;
  Validate validate_;
  torch::Device device_;
  MomentumSgd optimizer_;
  MetricsLog metrics_;
  TrainingState state_;
  std::vector<ImageSize> picture_sizes_;
  int64_t steps_per_epoch_ = 0;
  std::string progress_detail_;
  bool stopped_ = false;
};

/// The network of an experiment with its initial weights: random, then the pre-trained trunk, then
/// the initial model, as the configuration says; prior counted from the training annotations.
ModelPackage build_initial_package(const ExperimentOptions& experiment,
                                   const TrainingDataset& dataset);

}  // namespace hoi
