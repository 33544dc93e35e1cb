#pragma once

#include <torch/types.h>

namespace hoi {

// Losses of boxes and classes (spec 1.4, 1.7). All are sums over rows divided by a normaliser, are
// 0 and connected to the graph for zero rows, and return a scalar.

/// Sum over all elements of smooth-L1, divided by max(`normalizer`, 1).
///
///   |d| < beta: 0.5 d^2 / beta,   else |d| - 0.5 beta      d = prediction - target, both (P, 4)
torch::Tensor box_loss(const torch::Tensor& prediction, const torch::Tensor& target, double beta,
                       int64_t normalizer);

/// Sigmoid cross-entropy of logits (S,) with targets (S,) in {0, 1}, divided by max(S, 1).
torch::Tensor objectness_loss(const torch::Tensor& logits, const torch::Tensor& targets);

/// Softmax cross-entropy of logits (S, K + 1) with classes (S,) int64, divided by max(S, 1).
torch::Tensor class_loss(const torch::Tensor& logits, const torch::Tensor& classes);

}  // namespace hoi
