#pragma once

#include <torch/types.h>

#include "relation/classification_module.h"

namespace hoi {

/// L_RCM (section 3.3.3, spec 2.14): binary cross-entropy of every stream, mean over the pairs of
/// an image and the verbs, summed over the three streams and the images.
///
///   L_RCM = sum over streams and images of mean over P x N of -(y log s + (1 - y) log(1 - s))
///
/// with the P pairs of one image. logits and targets (P, N), multi-hot, of the pairs of all images;
/// image_index (P,) int64 image of each pair -> scalar >= 0; 0, still part of the graph, when there
/// are no pairs.
torch::Tensor classification_loss(const ActionLogits& logits, const torch::Tensor& targets,
                                  const torch::Tensor& image_index);

}  // namespace hoi
