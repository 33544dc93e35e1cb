#pragma once

#include <torch/types.h>

namespace hoi {

/// X_s, the prior knowledge of what people do with an object (section 3.3.1, spec 2.2): the rates
/// of the verbs given the object's class, looked up in the table of domain/verb_prior.h.
///
/// prior (K, N) in [0, 1]; object_labels (P,) int64 in [0, K) -> (P, N); P may be 0.
torch::Tensor semantic_feature(const torch::Tensor& prior, const torch::Tensor& object_labels);

}  // namespace hoi
