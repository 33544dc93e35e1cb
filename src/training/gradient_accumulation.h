#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "model/cascade_loss.h"
#include "training/training_checkpoint.h"

namespace hoi {

/// Pictures that go through the network together: a whole step, or one of its parts.
struct MicroBatch {
  std::vector<int64_t> pictures;  ///< indices into the training data
  double weight = 1;              ///< share of the step's pictures, in (0, 1]
  bool ends_step = true;          ///< the last part: the weights are updated after it
};

/// Cuts steps into parts of at most `images_at_once` pictures, in order; 0 cuts nothing.
/// pictures_done: how many pictures of the first step have gone through the network already.
std::vector<MicroBatch> micro_batches(const std::vector<std::vector<int64_t>>& steps,
                                      int64_t images_at_once, int64_t pictures_done = 0);

/// Sums over the parts of a step, each weighted by its share of the pictures: the gradients, which
/// stand in the parameters, the loss and its terms.
///
///   g = sum_k (n_k / n) grad L_k,   n = sum_k n_k pictures
///
/// A step of one part is the plain step, bit for bit.
class GradientAccumulation {
 public:
  /// parameters: names for checkpoints, and leaf tensors that require a gradient.
  explicit GradientAccumulation(std::vector<std::pair<std::string, torch::Tensor>> parameters);

  /// Adds what a part says and returns its loss. No gradient is added when that is not finite, nor
  /// when nothing in the part has anything to teach.
  double add(const CascadeLoss& loss, const MicroBatch& part);

  int64_t pictures() const { return pictures_; }  ///< seen since clear()
  double loss() const { return loss_; }
  /// Loss and terms as numbers that several processes add up, and the sums put back.
  std::vector<double> values() const;
  void set_values(const std::vector<double>& values);
  /// Reads the terms from the device, in one copy.
  std::vector<std::pair<std::string, double>> terms() const;

  /// Forgets sums and gradients: the next part begins a step.
  void clear();

  /// Puts the sums into a state that is to be saved; nothing between two steps.
  void store(TrainingState& state) const;
  /// The reverse, for a state that may come from a file of another configuration: then throws
  /// InputError, naming it by `path`. Clears when the state has no sums.
  void restore(const TrainingState& state, const std::string& path);

 private:
  std::vector<std::pair<std::string, torch::Tensor>> parameters_;
  int64_t pictures_ = 0;
  double loss_ = 0;
  std::vector<std::pair<std::string, torch::Tensor>> terms_;  // scalars, float64
};

}  // namespace hoi
