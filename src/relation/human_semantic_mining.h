#pragma once

#include <torch/types.h>

namespace hoi {

/// Implicit human semantic mining (IHSM), without parameters: every cell of a human gathers the
/// cells that look like the same body part.
/// Paper: Eqs. (5)-(7), section 3.3.1.
///
///   a_ij = exp(h_i . h_j / temperature) / sum_k exp(h_i . h_k / temperature)
///   c_i = sum_j a_ij h_j
///   H_bar = H + C
///
/// With the literal temperature 1 the softmax of 256-channel features is one-hot on i, hence
/// H_bar = 2 H; dividing by sqrt(C) keeps the stated meaning (spec 2.6).
///
/// human (h, C, rows, columns) -> the same shape; h may be 0. temperature > 0, or 0 for sqrt(C).
torch::Tensor human_semantic_mining(const torch::Tensor& human, double temperature = 0);

}  // namespace hoi
