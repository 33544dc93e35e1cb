#pragma once

#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

namespace hoi {

struct SgdOptions {
  double momentum = 0.9;
  double weight_decay = 1e-4;
  double gradient_clip = 35;  ///< largest global L2 norm of the gradient; 0 = no clipping

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("momentum", momentum);
    fields.value("weight_decay", weight_decay);
    fields.value("gradient_clip", gradient_clip);
  }
};

/// Stochastic gradient descent with momentum, weight decay and global clipping (spec 3.1):
///
///   g <- clip(g);   v <- momentum v + g + weight_decay w;   w <- w - learning_rate v
class MomentumSgd {
 public:
  /// parameters: names for checkpoints, and leaf tensors that require a gradient.
  MomentumSgd(std::vector<std::pair<std::string, torch::Tensor>> parameters,
              const SgdOptions& options);

  void zero_gradient();

  /// Global L2 norm of the gradients, before clipping; parameters without gradient count 0. Waits
  /// for the device once.
  double gradient_norm() const;

  /// One update. norm: what gradient_norm() returned.
  void step(double learning_rate, double norm);

  /// The velocities by parameter name, for checkpoints; zero before the first step.
  std::vector<std::pair<std::string, torch::Tensor>> state() const;

  const std::vector<std::pair<std::string, torch::Tensor>>& parameters() const {
    return parameters_;
  }

 private:
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  std::vector<torch::Tensor> velocities_;
  SgdOptions options_;
};

}  // namespace hoi
