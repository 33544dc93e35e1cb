#include "training/trainer.h"

#include <cmath>
#include <utility>

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/progress.h"
#include "inference/predictor.h"
#include "training/learning_rate_schedule.h"

namespace hoi {
namespace {

std::vector<std::pair<std::string, torch::Tensor>> named_trained_parameters(
    const HoiCascade& network, TrainingPhase phase) {
  const auto trained = network->trained_parameters(phase);
  std::vector<std::pair<std::string, torch::Tensor>> named;
  for (const auto& entry : network->named_parameters()) {
    for (const auto& parameter : trained) {
      if (entry.value().is_same(parameter)) named.emplace_back(entry.key(), entry.value());
    }
  }
  return named;
}

GroundTruth to_device(GroundTruth truth, torch::Device device) {
  for (torch::Tensor* tensor :
       {&truth.boxes, &truth.labels, &truth.pair_subject, &truth.pair_object, &truth.pair_verbs,
        &truth.faces, &truth.crowd_boxes, &truth.masks, &truth.has_mask}) {
    if (tensor->defined()) *tensor = tensor->to(device);
  }
  return truth;
}

}  // namespace

Trainer::Trainer(const ExperimentOptions& experiment, const TrainingDataset& dataset,
                 RunDirectory run, ModelPackage package, Validate validate)
    : experiment_(experiment),
      dataset_(dataset),
      run_(std::move(run)),
      package_(std::move(package)),
      validate_(std::move(validate)),
      device_(parse_device(experiment.device)),
      optimizer_({}, experiment.training.optimizer),
      metrics_(run_.metrics()) {
  package_.network->to(device_);
  optimizer_ = MomentumSgd(named_trained_parameters(package_.network, experiment_.training.phase),
                           experiment_.training.optimizer);
  state_.generator = at::detail::createCPUGenerator(static_cast<uint64_t>(experiment_.seed));
  for (const auto& annotation : dataset_.annotations()) {
    picture_sizes_.push_back({annotation.height, annotation.width});
  }
  steps_per_epoch_ = static_cast<int64_t>(batches_of(0).size());
}

std::vector<std::vector<int64_t>> Trainer::batches_of(int64_t epoch) const {
  return epoch_batches(picture_sizes_, experiment_.training.images_per_step,
                       static_cast<uint64_t>(experiment_.seed), static_cast<uint64_t>(epoch));
}

void Trainer::resume(const std::filesystem::path& checkpoint) {
  read_training_checkpoint(checkpoint, package_, optimizer_, state_);
}

void Trainer::run(const std::function<bool()>& should_stop) {
  while (!stopped_ && state_.step < steps_per_epoch_ * experiment_.training.epochs) {
    run_epoch(state_.step / steps_per_epoch_, should_stop);
  }
}

void Trainer::run_epoch(int64_t epoch, const std::function<bool()>& should_stop) {
  auto batches = batches_of(epoch);
  const int64_t done = state_.step % steps_per_epoch_;
  batches.erase(batches.begin(), batches.begin() + done);
  const auto load = [this, epoch](int64_t index) {
    auto random = random_stream(static_cast<uint64_t>(experiment_.seed),
                                static_cast<uint64_t>(epoch), static_cast<uint64_t>(index));
    return dataset_.load(index, draw_augmentation(experiment_.data.augmentation, random));
  };
  BatchLoader loader(std::move(batches), load, experiment_.data.loader,
                     experiment_.model.input.pad_multiple);
  Progress progress(fmt::format("epoch {}/{}", epoch + 1, experiment_.training.epochs),
                    steps_per_epoch_);
  progress.set_initial(done);
  package_.network->train();
  while (auto batch = loader.next()) {
    train_step(*batch);
    progress.update(state_.step - epoch * steps_per_epoch_, progress_detail_);
    if (should_stop && should_stop()) {
      stopped_ = true;
      save_checkpoint();
      return;
    }
    if (state_.step % experiment_.training.checkpoint_steps == 0) save_checkpoint();
  }
  finish_epoch(epoch);
}

void Trainer::train_step(const TrainingBatch& batch) {
  const ImageBatch images{batch.images.pixels.to(device_), batch.images.sizes};
  std::vector<GroundTruth> truths;
  for (const auto& truth : batch.truths) truths.push_back(to_device(truth, device_));

  optimizer_.zero_gradient();
  const CascadeLoss loss =
      package_.network->loss(images, truths, experiment_.training.phase, state_.generator);
  const torch::Tensor total = loss.total();
  const double value = total.item<double>();
  // A picture without any target of this phase (no interactions, partial boxes) has nothing to
  // teach.
  if (std::isfinite(value) && total.requires_grad()) total.backward();
  const double norm = optimizer_.gradient_norm();
  if (!std::isfinite(value) || !std::isfinite(norm)) {
    std::string terms;
    for (const auto& term : loss.terms()) {
      terms += fmt::format(" {} {:.4g}", term.name, term.value.item<double>());
    }
    throw TrainingError(
        fmt::format("step {}: the loss is {} and the gradient norm {} on {};{}; lower "
                    "training.learning_rate.base or check these pictures",
                    state_.step, value, norm, fmt::join(batch.file_names, ", "), terms));
  }
  const double rate = learning_rate_at(experiment_.training.learning_rate, state_.step,
                                       steps_per_epoch_, experiment_.training.images_per_step);
  optimizer_.step(rate, norm);
  ++state_.step;
  log_step(loss, value, rate, norm);
}

void Trainer::log_step(const CascadeLoss& loss, double total, double rate, double norm) {
  progress_detail_ = fmt::format("loss {:.3f}", total);
  if (state_.step % experiment_.training.log_steps != 0) return;
  nlohmann::json entry{
      {"step", state_.step},
      {"epoch", static_cast<double>(state_.step) / static_cast<double>(steps_per_epoch_)},
      {"loss", total},
      {"learning_rate", rate},
      {"gradient_norm", norm}};
  for (const auto& term : loss.terms()) entry["terms"][term.name] = term.value.item<double>();
  metrics_.write(entry);
}

void Trainer::finish_epoch(int64_t epoch) {
  const auto& training = experiment_.training;
  const bool last = epoch + 1 == training.epochs;
  bool best = !validate_;
  if (validate_ && (last || (epoch + 1) % training.validation_epochs == 0)) {
    package_.network->eval();
    const nlohmann::json result = validate_(package_);
    metrics_.write({{"step", state_.step}, {"epoch", epoch + 1}, {"validation", result}});
    const double score = result.at("score").get<double>();
    best = score > state_.best_score;
    if (best) state_.best_score = score;
  }
  if (best) write_model_package(run_.model(), package_);
  save_checkpoint();
}

void Trainer::save_checkpoint() {
  write_training_checkpoint(run_.checkpoint(state_.step), package_, optimizer_, state_);
  run_.prune_checkpoints(experiment_.training.kept_checkpoints);
}

}  // namespace hoi
