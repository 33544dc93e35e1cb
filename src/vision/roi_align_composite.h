#pragma once

#include <torch/types.h>

#include "vision/roi_align_levels.h"

namespace hoi {

/// roi_align_levels() out of torch operators: any device, any floating type, autograd by torch.
/// Each output cell is one bag of weighted pixels for embedding_bag, so no array of samples is ever
/// made.
torch::Tensor roi_align_composite(const ScaledMaps& features, const RoiRows& rows,
                                  const RoiAlignOptions& options);

}  // namespace hoi
