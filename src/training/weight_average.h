#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "training/training_checkpoint.h"

namespace hoi {

/// Exponential moving average of the trained parameters, often a little better than the last
/// weights. After update number n = 1, 2, ...
///
///   a <- d a + (1 - d) w,   d = min(decay, (1 + n) / (10 + n))
///
/// so that the initial weights are forgotten within the first steps whatever the decay.
class WeightAverage {
 public:
  /// Starts at the present values. decay: in (0, 1), 0.999 averages over about 1,000 updates.
  WeightAverage(std::vector<std::pair<std::string, torch::Tensor>> parameters, double decay);

  /// Takes in the parameters after update number n.
  void update(int64_t n);

  void store(TrainingState& state) const;
  /// Takes the average from a state; one without it starts the average at the present parameters.
  /// Throws InputError, naming the file as `path`, when shapes differ.
  void restore(const TrainingState& state, const std::string& path);

  /// While it lives the parameters have their averaged values. They must not be trained meanwhile.
  class Shown {
   public:
    explicit Shown(const WeightAverage& average);
    ~Shown();
    Shown(const Shown&) = delete;
    Shown& operator=(const Shown&) = delete;

   private:
    const WeightAverage& average_;
    std::vector<torch::Tensor> trained_;  // made beforehand: the way back allocates nothing
  };

 private:
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  std::vector<torch::Tensor> averages_;
  double decay_;
};

}  // namespace hoi
