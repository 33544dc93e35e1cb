#pragma once

#include <vector>

#include "detection/backbone.h"

namespace hoi {

/// A trunk of five parts run one after the other: part 1 is the stem, parts 2..5 end at C2..C5.
/// Frozen parts run without a graph, whatever the caller's gradient mode is.
class StagedBackbone : public Backbone {
 public:
  std::vector<torch::Tensor> forward(const torch::Tensor& pixels) final;

 protected:
  /// frozen_parts in [0, 5]; throws InputError otherwise.
  explicit StagedBackbone(int64_t frozen_parts);

  /// Output of part 1..5 on the output of the part before it (channels-last).
  virtual torch::Tensor run_part(int64_t part, const torch::Tensor& input) = 0;

  /// The modules that part 1..5 is made of.
  virtual std::vector<torch::nn::Module*> modules_of_part(int64_t part) = 0;

  /// Stops the gradients of the frozen parts; every constructor of a trunk ends with it.
  void freeze();

 private:
  int64_t frozen_parts_;
};

}  // namespace hoi
