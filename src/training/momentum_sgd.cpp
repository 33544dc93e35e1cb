#include "training/momentum_sgd.h"

#include <cmath>
#include <numeric>

#include <ATen/Functions.h>
#include <torch/utils.h>

namespace hoi {

MomentumSgd::MomentumSgd(std::vector<std::pair<std::string, torch::Tensor>> parameters,
                         const SgdOptions& options)
    : parameters_(std::move(parameters)), options_(options) {
  for (const auto& parameter : parameters_) {
    velocities_.push_back(torch::zeros_like(parameter.second));
  }
}

void MomentumSgd::zero_gradient() {
  for (auto& parameter : parameters_) parameter.second.mutable_grad() = torch::Tensor();
}

double MomentumSgd::gradient_norm() const {
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : parameters_) {
    if (parameter.second.grad().defined()) gradients.push_back(parameter.second.grad());
  }
  if (gradients.empty()) return 0;
  // One copy from the device for all of them. The host adds: in double, and always in this order.
  const auto norms = torch::stack(torch::_foreach_norm(gradients)).to(torch::kCPU, torch::kFloat64);
  const double* const norm = norms.data_ptr<double>();
  return std::sqrt(std::inner_product(norm, norm + norms.numel(), norm, 0.0));
}

void MomentumSgd::step(double learning_rate, double norm) {
  torch::NoGradGuard no_gradient;
  const bool clip = options_.gradient_clip > 0 && norm > options_.gradient_clip;
  const double scale = clip ? options_.gradient_clip / norm : 1.0;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    auto& parameter = parameters_[i].second;
    const auto& gradient = parameter.grad();
    if (!gradient.defined()) continue;
    velocities_[i].mul_(options_.momentum).add_(gradient, scale);
    velocities_[i].add_(parameter, options_.weight_decay);
    parameter.add_(velocities_[i], -learning_rate);
  }
}

std::vector<std::pair<std::string, torch::Tensor>> MomentumSgd::state() const {
  std::vector<std::pair<std::string, torch::Tensor>> state;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    state.emplace_back(parameters_[i].first, velocities_[i]);
  }
  return state;
}

}  // namespace hoi
