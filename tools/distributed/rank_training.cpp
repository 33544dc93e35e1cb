#include "rank_training.h"

#include <limits>
#include <mutex>

#include <ATen/Functions.h>
#include <torch/utils.h>

#include "model/picture_generators.h"
#include "training/learning_rate_schedule.h"
#include "training/trainer.h"

namespace hoi {
namespace {

ModelPackage initial_package(const ExperimentOptions& experiment, const TrainingDataset& dataset,
                             torch::ScalarType type) {
  static std::mutex mutex;  // initial weights come from the generator that all threads share
  const std::lock_guard<std::mutex> lock(mutex);
  ModelPackage package = build_initial_package(experiment, dataset);
  package.network->to(type);
  package.network->train();
  return package;
}

torch::Tensor copy_of(const torch::Tensor& tensor) {
  return tensor.defined() ? tensor.detach().clone() : tensor;
}

}  // namespace

RankTraining::RankTraining(const ExperimentOptions& experiment, const TrainingDataset& dataset,
                           WorkerGroup& group, torch::ScalarType type)
    : experiment_(experiment),
      group_(group),
      order_(experiment, dataset),
      package_(initial_package(experiment, dataset, type)),
      parameters_(named_trained_parameters(package_.network, experiment.training.phase)),
      optimizer_(parameters_, experiment.training.optimizer),
      sums_(parameters_),
      shared_(group, parameters_) {}

std::vector<int64_t> RankTraining::pictures(int64_t step) const {
  return order_.steps_of(epoch_of(step))
      .at(static_cast<std::size_t>(step % order_.steps_per_epoch()));
}

BatchShard RankTraining::shard(int64_t step) const {
  return shard_of(pictures(step), group_.rank(), group_.size());
}

std::vector<torch::Generator> RankTraining::generators(int64_t step) const {
  return picture_generators(static_cast<uint64_t>(experiment_.seed), static_cast<uint64_t>(step),
                            shard(step).pictures);
}

TrainingBatch RankTraining::batch(int64_t step) {
  BatchLoaderOptions loading;
  loading.workers = 1;
  BatchLoader loader(
      {shard(step).pictures},
      [this, step](int64_t picture) { return order_.load(epoch_of(step), picture); }, loading,
      experiment_.model.input.pad_multiple);
  TrainingBatch batch = *loader.next();
  shared_.begin_part(batch.images, false);
  return batch_for(package_.network, std::move(batch), torch::kCPU);
}

ComputedStep RankTraining::compute(int64_t step) {
  sums_.clear();
  CascadeLoss loss = step_loss(package_.network, batch(step), experiment_.training, torch::kCPU,
                               generators(step));
  shared_.share_loss(loss, shard(step).counts);
  shared_.begin_last_backward();
  MicroBatch whole;
  whole.pictures = pictures(step);
  sums_.add(loss, whole);
  shared_.finish(sums_);
  ComputedStep computed{sums_.loss(), sums_.terms(), {}};
  for (const auto& [name, parameter] : parameters_) {
    computed.gradients.emplace_back(name, copy_of(parameter.grad()));
  }
  return computed;
}

void RankTraining::update(int64_t step) {
  optimizer_.step(
      learning_rate_at(experiment_.training.learning_rate, step, order_.steps_per_epoch(),
                       experiment_.training.images_per_step),
      optimizer_.gradient_norm());
}

StepStart RankTraining::start() const {
  StepStart start;
  for (const auto& [name, weight] : parameters_) start.weights.push_back(copy_of(weight));
  for (const auto& [name, velocity] : optimizer_.state()) {
    start.velocities.push_back(copy_of(velocity));
  }
  return start;
}

void RankTraining::start_from(const StepStart& start) {
  const torch::NoGradGuard no_gradient;
  auto velocities = optimizer_.state();
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    parameters_[i].second.copy_(start.weights[i]);
    velocities[i].second.copy_(start.velocities[i]);
  }
}

void RankTraining::nudge(bool up) {
  const torch::NoGradGuard no_gradient;
  const double infinity = std::numeric_limits<double>::infinity();
  for (auto& [name, weight] : parameters_) {
    const auto next = at::nextafter(weight, at::full_like(weight, up ? infinity : -infinity));
    weight.copy_(at::where(weight == 0, weight, next));
  }
}

}  // namespace hoi
