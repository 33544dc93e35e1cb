#pragma once

#include <torch/types.h>

namespace hoi {

/// Pairwise ranking hinge loss: annotated pairs must outrank the others of their image by `margin`.
/// Paper: Eq. (14), section 3.3.2.
///
///   L_RRM = sum over images of mean over A x U of max(0, unannotated - annotated + margin)
///
/// with the A annotated and U unannotated pairs of one image. The paper sums; the mean keeps the
/// term independent of the number of pairs (spec 2.12).
///
/// scores (P,) ranking scores; is_annotated (P,) bool; image_index (P,) int64 image of each pair
/// -> scalar >= 0. An image with A = 0 or U = 0 adds 0, still part of the graph. All P x P
/// combinations are formed, so that nobody waits for the device to count them.
torch::Tensor ranking_loss(const torch::Tensor& scores, const torch::Tensor& is_annotated,
                           const torch::Tensor& image_index, double margin = 0.2);

}  // namespace hoi
