#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/batch_loader.h"
#include "data/training_dataset.h"
#include "distributed/worker_group.h"
#include "inference/model_package.h"
#include "training/experiment_options.h"
#include "training/gradient_accumulation.h"
#include "training/momentum_sgd.h"
#include "training/picture_order.h"
#include "training/run_directory.h"
#include "training/run_journal.h"
#include "training/shared_step.h"
#include "training/training_checkpoint.h"
#include "training/training_estimate.h"
#include "training/weight_average.h"

namespace hoi {

/// Training cannot go on and the data or the settings are to blame: a loss that is not finite, or
/// no memory left. One line that says what to do.
class TrainingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a training asks and tells the one who runs it.
struct TrainerHooks {
  /// Judges the network as it is; the score of the returned details decides which model is kept,
  /// higher is better. Empty: the newest model is the best one.
  std::function<Validation(ModelPackage& package)> validate;
  /// Takes lines for people and the log of the run; may be empty.
  std::function<void(const std::string& line)> say;
};

/// The training loop (spec 3): pictures -> loss -> backward, in one or several parts -> clip ->
/// update, with a log, checkpoints and a validation at the end of epochs.
class Trainer {
 public:
  /// package: the network with its initial weights, the same on all ranks of `group`, which train
  /// it together (docs/distributed.md); rank 0 alone writes into the run folder.
  Trainer(const ExperimentOptions& experiment, const TrainingDataset& dataset, RunDirectory run,
          ModelPackage package, TrainerHooks hooks, WorkerGroup& group);
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  /// Continues from a checkpoint of the same configuration. Throws InputError for another one.
  void resume(const std::filesystem::path& checkpoint);

  /// Trains until the last epoch is over, or until `should_stop` says so after a part of a step:
  /// then a checkpoint is written first. Throws TrainingError when the loss or a gradient is not
  /// finite, naming the pictures and the file that repeats the step (step_replay.h), and when
  /// memory is used up, naming the settings to change and the checkpoint of the last finished step.
  /// Several processes stop together, after a whole step. Throws LostWorkerError when one of them
  /// is gone; rank 0 then writes a checkpoint of the last finished step.
  void run(const std::function<bool()>& should_stop = nullptr);

  const TrainingState& state() const { return state_; }
  int64_t steps_per_epoch() const { return order_.steps_per_epoch(); }
  double step_seconds() const { return step_seconds_; }  ///< that all steps here took
  /// Of these, spent waiting for the gradients of other processes.
  double waited_seconds() const { return shared_->waited_seconds(); }

 private:
  void run_epochs(const std::function<bool()>& should_stop);
  bool run_part(const MicroBatch& part, TrainingBatch batch, bool wants_stop);
  void run_steps(int64_t epoch, const std::function<bool()>& should_stop);
  std::unique_ptr<BatchLoader> load_ahead(int64_t epoch,
                                          const std::vector<MicroBatch>& parts) const;
  void finish_step(std::chrono::steady_clock::time_point start);
  void log_step(double rate, double norm, double seconds);
  void finish_epoch(int64_t epoch);
  bool is_validated(int64_t epoch) const;
  bool judge(int64_t epoch);
  void save_checkpoint();
  [[noreturn]] void fail_step(const std::vector<int64_t>& pictures, double loss);
  std::string write_replay();
  [[noreturn]] void fail_without_memory();
  [[noreturn]] void fail_without_worker(const LostWorkerError& error);
  std::string keep_last_step();
  void say(const std::string& line) const;
  /// The pictures of the step that is computed now.
  std::vector<int64_t> step_pictures() const;

  ExperimentOptions experiment_;
  const TrainingDataset& dataset_;
  RunDirectory run_;
  ModelPackage package_;
  TrainerHooks hooks_;
  PictureOrder order_;
  std::string data_fingerprint_;  // on rank 0
  torch::Device device_;
  MomentumSgd optimizer_;
  std::optional<WeightAverage> average_;  // where an average is wanted
  std::optional<RunJournal> journal_;     // on rank 0
  TrainingState state_;
  GradientAccumulation sums_;
  WorkerGroup& group_;
  std::unique_ptr<SharedStep> shared_;
  TrainingEstimate estimate_{0};
  double step_seconds_ = 0;
  std::string progress_detail_;
  int64_t finished_epochs_ = 0;  // validation and model included
  bool updating_ = false;        // weights are neither those before nor those after the step
  bool stopped_ = false;
};

/// The network of an experiment with its initial weights: random, then the pre-trained trunk, then
/// the initial model, as the configuration says; prior counted from the training annotations.
ModelPackage build_initial_package(const ExperimentOptions& experiment,
                                   const TrainingDataset& dataset);

}  // namespace hoi
