#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>

namespace hoi {

struct BoxHeadOptions {
  int64_t channels = 256;          ///< C of the pyramid
  int64_t resolution = 7;          ///< cells of the RoI grid per side
  int64_t hidden_features = 1024;  ///< width of both hidden layers
  int64_t num_objects = 0;         ///< K, decided by the vocabulary
};

struct BoxHeadOutput {
  torch::Tensor class_logits;  ///< (R, K + 1); column 0 is background
  torch::Tensor deltas;        ///< (R, 4) class-agnostic
};

/// D^t: classifies a region and refines its box.
/// Paper: Eq. (2), section 3.2.
///
///   o^t = D^t(Y^t)    flatten -> FC -> ReLU -> FC -> ReLU -> {class logits, deltas}
class BoxHeadImpl : public torch::nn::Module {
 public:
  explicit BoxHeadImpl(const BoxHeadOptions& options);

  /// features (R, C, resolution, resolution) -> logits (R, K + 1), deltas (R, 4); R may be 0.
  BoxHeadOutput forward(const torch::Tensor& features);

 private:
  torch::nn::Linear hidden1_{nullptr}, hidden2_{nullptr};
  torch::nn::Linear classes_{nullptr}, deltas_{nullptr};
};
TORCH_MODULE(BoxHead);

}  // namespace hoi
