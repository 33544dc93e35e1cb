#pragma once

#include <torch/types.h>

#include "relation/classification_module.h"

namespace hoi {

/// L_RCM (section 3.3.3, spec 2.14): binary cross-entropy of every stream, mean over pairs and
/// verbs, summed over the three streams.
///
///   L_RCM = sum over streams of mean over P x N of -(y log s + (1 - y) log(1 - s))
///
/// targets (P, N) multi-hot -> scalar >= 0; 0, still part of the graph, when P is 0.
torch::Tensor classification_loss(const ActionLogits& logits, const torch::Tensor& targets);

}  // namespace hoi
