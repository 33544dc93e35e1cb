#include "training/weight_average.h"

#include <algorithm>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr const char* kAveragePrefix = "average/";

}  // namespace

WeightAverage::WeightAverage(std::vector<std::pair<std::string, torch::Tensor>> parameters,
                             double decay)
    : parameters_(std::move(parameters)), decay_(decay) {
  for (const auto& parameter : parameters_) averages_.push_back(parameter.second.detach().clone());
}

void WeightAverage::update(int64_t n) {
  torch::NoGradGuard no_gradient;
  const auto updates = static_cast<double>(n);
  const double decay = std::min(decay_, (1 + updates) / (10 + updates));
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    averages_[i].mul_(decay).add_(parameters_[i].second, 1 - decay);
  }
}

void WeightAverage::store(TrainingState& state) const {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    state.tensors.emplace_back(kAveragePrefix + parameters_[i].first, averages_[i]);
  }
}

void WeightAverage::restore(const TrainingState& state, const std::string& path) {
  torch::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const auto& [name, parameter] = parameters_[i];
    averages_[i].copy_(parameter);
    for (const auto& [key, tensor] : state.tensors) {
      if (key != kAveragePrefix + name) continue;
      if (tensor.sizes() != parameter.sizes()) {
        throw InputError(fmt::format(
            "{}: the averaged '{}' has another shape; this is no checkpoint of this configuration",
            path, name));
      }
      averages_[i].copy_(tensor);
    }
  }
}

WeightAverage::Shown::Shown(const WeightAverage& average) : average_(average) {
  torch::NoGradGuard no_gradient;
  for (const auto& parameter : average_.parameters_) trained_.push_back(parameter.second.clone());
  for (std::size_t i = 0; i < trained_.size(); ++i) {
    torch::Tensor parameter = average_.parameters_[i].second;
    parameter.copy_(average_.averages_[i]);
  }
}

WeightAverage::Shown::~Shown() {
  torch::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < trained_.size(); ++i) {
    torch::Tensor parameter = average_.parameters_[i].second;
    parameter.copy_(trained_[i]);
  }
}

}  // namespace hoi
