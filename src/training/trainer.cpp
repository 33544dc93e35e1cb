#include "training/trainer.h"

#include <chrono>
#include <cmath>
#include <utility>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/progress.h"
#include "distributed/batch_shards.h"
#include "inference/model_evaluation.h"
#include "inference/predictor.h"
#include "model/picture_generators.h"
#include "training/data_fingerprint.h"
#include "training/learning_rate_schedule.h"
#include "training/memory_advice.h"
#include "training/step_loss.h"

namespace hoi {
namespace {

constexpr const char* kFinishedEpochsNote = "finished_epochs";
constexpr const char* kDataNote = "data";

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// How many epochs of a checkpoint had their validation: all that have all their steps, or all but
/// the last of them when the training ended in between. Older checkpoints do not say.
int64_t finished_epochs_of(const TrainingState& state, int64_t steps_per_epoch) {
  const int64_t stepped = state.step / steps_per_epoch;
  const auto note = state.notes.find(kFinishedEpochsNote);
  const bool is_between = stepped > 0 && state.step % steps_per_epoch == 0 &&
                          note != state.notes.end() && note->second == std::to_string(stepped - 1);
  return is_between ? stepped - 1 : stepped;
}

}  // namespace

Trainer::Trainer(const ExperimentOptions& experiment, const TrainingDataset& dataset,
                 RunDirectory run, ModelPackage package, TrainerHooks hooks, WorkerGroup& group)
    : experiment_(experiment),
      dataset_(dataset),
      run_(std::move(run)),
      package_(std::move(package)),
      hooks_(std::move(hooks)),
      order_(experiment_, dataset_),
      device_(parse_device(experiment.device)),
      optimizer_({}, experiment.training.optimizer),
      sums_({}),
      group_(group) {
  if (group_.is_first()) {
    journal_.emplace(run_, experiment_.training.log_steps);
    data_fingerprint_ = data_fingerprint(dataset_);
  }
  package_.network->to(device_);
  const auto& training = experiment_.training;
  const auto parameters = named_trained_parameters(package_.network, training.phase);
  optimizer_ = MomentumSgd(parameters, training.optimizer);
  sums_ = GradientAccumulation(parameters);
  shared_ = std::make_unique<SharedStep>(group_, parameters);
  if (training.average_decay > 0) average_.emplace(parameters, training.average_decay);
}

void Trainer::resume(const std::filesystem::path& checkpoint) {
  read_training_checkpoint(checkpoint, package_, optimizer_, state_);
  sums_.restore(state_, checkpoint.string());
  if (average_) average_->restore(state_, checkpoint.string());
  finished_epochs_ = finished_epochs_of(state_, steps_per_epoch());
  const auto data = state_.notes.find(kDataNote);
  if (group_.is_first() && data != state_.notes.end() && data->second != data_fingerprint_) {
    say(
        fmt::format("warning: the training data is not that of the checkpoint (fingerprint {} "
                    "instead of {}): the run goes on as another one",
                    data_fingerprint_, data->second));
  }
  state_.tensors.clear();
  state_.notes.clear();
  if (sums_.pictures() > 0 && sums_.pictures() >= static_cast<int64_t>(step_pictures().size())) {
    throw InputError(
        fmt::format("{}: {} pictures of step {} are done, but the step has {}; resume with the "
                    "training.images_per_step of the checkpoint",
                    checkpoint.string(), sums_.pictures(), state_.step, step_pictures().size()));
  }
  if (sums_.pictures() > 0 && !group_.is_alone()) {
    throw InputError(fmt::format(
        "{}: ends within step {}, which several processes cannot finish; resume with one process",
        checkpoint.string(), state_.step));
  }
}

void Trainer::run(const std::function<bool()>& should_stop) {
  try {
    run_epochs(should_stop);
  } catch (const TrainingError&) {
    throw;
  } catch (const LostWorkerError& error) {
    fail_without_worker(error);
  } catch (const std::exception& error) {
    if (!is_out_of_memory(error)) throw;
    fail_without_memory();
  }
}

void Trainer::run_epochs(const std::function<bool()>& should_stop) {
  const int64_t epochs = experiment_.training.epochs;
  if (group_.is_first()) {
    run_.require_space_for_checkpoints(training_checkpoint_bytes(package_, optimizer_),
                                       experiment_.training.kept_checkpoints);
    journal_->begin(state_.step);
  }
  estimate_ = TrainingEstimate(epochs * steps_per_epoch() - state_.step);
  while (finished_epochs_ < epochs) {
    run_steps(finished_epochs_, should_stop);
    if (stopped_) return;
    try {
      finish_epoch(finished_epochs_);
    } catch (const EvaluationStopped&) {
      stopped_ = true;  // the checkpoint before the validation is there
      return;
    }
  }
}

void Trainer::run_steps(int64_t epoch, const std::function<bool()>& should_stop) {
  auto steps = order_.steps_of(epoch);
  const int64_t done = state_.step - epoch * steps_per_epoch();
  steps.erase(steps.begin(), steps.begin() + done);
  const int64_t at_once = experiment_.training.images_at_once * group_.size();
  const auto parts = micro_batches(steps, at_once, sums_.pictures());
  const auto loader = load_ahead(epoch, parts);
  std::optional<Progress> progress;
  if (group_.is_first()) {
    progress.emplace(fmt::format("epoch {}/{}", epoch + 1, experiment_.training.epochs),
                     steps_per_epoch());
    progress->set_initial(done);
  }
  package_.network->train();
  const auto asked_to_stop = [&] { return should_stop && should_stop(); };
  bool stops = false;
  auto start = Clock::now();
  for (const auto& part : parts) {
    stops |= run_part(part, *loader->next(), !group_.is_alone() && asked_to_stop());
    if (part.ends_step) {
      finish_step(start);
      if (progress) progress->update(state_.step - epoch * steps_per_epoch(), progress_detail_);
    }
    // One process may stop within a step, several agree on a whole one.
    if (group_.is_alone() ? asked_to_stop() : stops && part.ends_step) {
      stopped_ = true;
      save_checkpoint();
      return;
    }
    if (!part.ends_step) continue;
    if (state_.step % experiment_.training.checkpoint_steps == 0) save_checkpoint();
    start = Clock::now();
  }
}

std::unique_ptr<BatchLoader> Trainer::load_ahead(int64_t epoch,
                                                 const std::vector<MicroBatch>& parts) const {
  std::vector<std::vector<int64_t>> pictures;
  for (const auto& part : parts) {
    pictures.push_back(shard_of(part.pictures, group_.rank(), group_.size()).pictures);
  }
  BatchLoaderOptions loading = experiment_.data.loader;
  if (loading.workers == 0) {
    loading.workers = automatic_workers(at::get_num_threads(), device_.is_cuda());
  }
  return std::make_unique<BatchLoader>(
      std::move(pictures), [this, epoch](int64_t picture) { return order_.load(epoch, picture); },
      loading, experiment_.model.input.pad_multiple,
      [this](int64_t picture) { return dataset_.path(picture).string(); });
}

/// Whether any process wants to stop.
bool Trainer::run_part(const MicroBatch& part, TrainingBatch batch, bool wants_stop) {
  if (sums_.pictures() == 0) sums_.clear();
  const bool stops = shared_->begin_part(batch.images, wants_stop);
  const BatchShard shard = shard_of(part.pictures, group_.rank(), group_.size());
  const auto seed = static_cast<uint64_t>(experiment_.seed);
  CascadeLoss loss =
      step_loss(package_.network, batch, experiment_.training, device_,
                picture_generators(seed, static_cast<uint64_t>(state_.step), shard.pictures));
  shared_->share_loss(loss, shard.counts);
  if (part.ends_step) shared_->begin_last_backward();
  const double value = sums_.add(loss, part);
  // Several processes hear of each other's losses when the step is over.
  if (!std::isfinite(value) && group_.is_alone()) fail_step(part.pictures, value);
  return stops;
}

void Trainer::finish_step(Clock::time_point start) {
  shared_->finish(sums_);
  const double norm = optimizer_.gradient_norm();
  if (!std::isfinite(norm) || !std::isfinite(sums_.loss())) {
    fail_step(step_pictures(), sums_.loss());
  }
  const double rate = learning_rate_at(experiment_.training.learning_rate, state_.step,
                                       steps_per_epoch(), experiment_.training.images_per_step);
  updating_ = true;
  optimizer_.step(rate, norm);
  ++state_.step;
  if (average_) average_->update(state_.step);
  updating_ = false;
  const double seconds = seconds_since(start);
  step_seconds_ += seconds;
  log_step(rate, norm, seconds);
  sums_.clear();
  if (const auto line = estimate_.add(seconds)) say(*line);
}

void Trainer::log_step(double rate, double norm, double seconds) {
  progress_detail_ = fmt::format("loss {:.3f}", sums_.loss());
  if (!journal_) return;
  const double epoch = static_cast<double>(state_.step) / static_cast<double>(steps_per_epoch());
  journal_->add_step({state_.step, epoch, sums_.loss(), rate, norm, seconds, sums_.pictures()},
                     [this] { return sums_.terms(); });
}

void Trainer::finish_epoch(int64_t epoch) {
  const bool judged = hooks_.validate && is_validated(epoch);
  if (judged) save_checkpoint();  // a validation can take long enough to be killed in
  {
    std::optional<WeightAverage::Shown> averaged;
    if (average_) averaged.emplace(*average_);
    const bool best = judged ? judge(epoch) : !hooks_.validate;
    if (best && group_.is_first()) write_model_package(run_.model(), package_);
  }
  if (judged && journal_) {
    if (const auto problem = write_run_page(run_)) say(*problem);
  }
  finished_epochs_ = epoch + 1;
  save_checkpoint();
  group_.barrier("rank 0, which validates and writes the model");
}

bool Trainer::is_validated(int64_t epoch) const {
  const auto& training = experiment_.training;
  return epoch + 1 == training.epochs || (epoch + 1) % training.validation_epochs == 0;
}

/// Whether the network is the best so far.
bool Trainer::judge(int64_t epoch) {
  package_.network->eval();
  Validation validation = hooks_.validate(package_);
  if (!journal_) return false;  // rank 0 keeps the score
  ValidationReport& details = validation.details;
  details.step = state_.step;
  details.epoch = static_cast<double>(epoch + 1);
  details.best = details.score > state_.best_score;
  if (details.best) state_.best_score = details.score;
  journal_->add_validation(validation);
  return details.best;
}

void Trainer::save_checkpoint() {
  if (!journal_) return;
  journal_->sync();  // a checkpoint on the disk vouches for the lines of its steps
  state_.notes[kFinishedEpochsNote] = std::to_string(finished_epochs_);
  state_.notes[kDataNote] = data_fingerprint_;
  sums_.store(state_);
  if (average_) average_->store(state_);
  write_training_checkpoint(run_.checkpoint(state_.step), package_, optimizer_, state_);
  state_.tensors.clear();
  state_.notes.clear();
  run_.prune_checkpoints(experiment_.training.kept_checkpoints);
}

std::vector<int64_t> Trainer::step_pictures() const {
  const auto steps = order_.steps_of(state_.step / steps_per_epoch());
  return steps.at(static_cast<std::size_t>(state_.step % steps_per_epoch()));
}

void Trainer::say(const std::string& line) const {
  if (hooks_.say) hooks_.say(line);
}

}  // namespace hoi
