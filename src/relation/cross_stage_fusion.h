#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "relation/visual_feature.h"

namespace hoi {

struct CrossStageFusionOptions {
  int64_t channels = 256;   ///< C of the region features
  int64_t resolution = 7;   ///< RoI cells per side
  int64_t features = 1024;  ///< width of X_v_bar and of the hidden layer before it
};

/// Updates the visual feature of a pair by the one of the stage before.
/// Paper: Eq. (11), section 3.3.1.
///
///   X_v_bar^t = FCx2(X_v^t + X_v^{t-1})        X_v^0 = 0; leaky ReLU 0.1 after each FC
///
/// The predecessor is the raw X_v^{t-1} of Eq. (4), made from the parent boxes, so that nothing
/// accumulates over stages (spec 2.10); whoever reads the equation as a running sum gives all of
/// X_v^1..X_v^{t-1}. The first FC runs in its exact split form (spec 1.9): with its weight
/// W = [W_h, W_o, W_u] by columns,
///
///   W (X_v + X_v') = W_h (H_bar + H_bar')                                        per human
///                  + W_o (O + O')                                                per object
///                  + (alpha + alpha') W_o F                                      per face
///                  + alpha_bar W_o F_bar + alpha_bar' W_o F_bar'                 per human
///                  + W_u (U + U')                                                per union region
///
/// so that no (P, 3C, r, r) tensor exists; only scalars and rows of `features` numbers are per
/// pair.
class CrossStageFusionImpl : public torch::nn::Module {
 public:
  explicit CrossStageFusionImpl(const CrossStageFusionOptions& options = {});

  /// current: X_v^t; predecessors: what is added to it, of the same pairs with the same faces; none
  /// for X_v^0 = 0 -> X_v_bar (P, features); P may be 0.
  torch::Tensor forward(const VisualFeature& current,
                        const std::vector<VisualFeature>& predecessors);

 private:
  torch::nn::Linear hidden_{nullptr}, output_{nullptr};
};
TORCH_MODULE(CrossStageFusion);

}  // namespace hoi
