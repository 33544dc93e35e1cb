#pragma once

#include <torch/types.h>

namespace hoi {

/// The masks averaged over the tiles of other boxes: value (r, i, j) is the mean over tile (i, j)
/// of the size x size tiles of box r, where the tiles of a mask are constant and the mask is 0
/// outside of its own box.
///
/// masks (R, S, S), mask_boxes and boxes (R, 4) in one frame, row by row -> (R, size, size) of the
/// masks' type. A mask_box without area is empty; R may be 0.
torch::Tensor average_masks(const torch::Tensor& masks, const torch::Tensor& mask_boxes,
                            const torch::Tensor& boxes, int64_t size);

/// The same over the tiles of the masks' own boxes: (R, S, S) -> (R, size, size). Plain average
/// pooling where `size` divides S.
torch::Tensor average_masks(const torch::Tensor& masks, int64_t size);

}  // namespace hoi
