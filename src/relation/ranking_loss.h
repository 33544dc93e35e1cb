#pragma once

#include <torch/types.h>

namespace hoi {

/// Pairwise ranking hinge loss: annotated pairs must outrank the others by `margin`.
/// Paper: Eq. (14), section 3.3.2.
///
///   L_RRM = mean over A x U of max(0, unannotated - annotated + margin)
///
/// The paper sums; the mean keeps the term independent of the number of pairs (spec 2.12).
///
/// annotated (A,), unannotated (U,) ranking scores -> scalar >= 0; 0, still part of the graph, when
/// A or U is 0.
torch::Tensor ranking_loss(const torch::Tensor& annotated, const torch::Tensor& unannotated,
                           double margin = 0.2);

}  // namespace hoi
