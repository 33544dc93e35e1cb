#pragma once

#include <torch/types.h>

namespace hoi {

// Masks of boxes live in the frame of their box: values (R, S, S) in [0, 1], where value (r, i, j)
// is how much of tile (i, j) of the S x S tiles of box r is inside of the instance. They do not
// change when the image is resized; a flip mirrors them.

/// Tiles per side of a predicted mask (spec 1.8), and of the masks that gate relation features.
constexpr int64_t kMaskSize = 28;

/// Tiles per side of a ground-truth mask in its own box.
constexpr int64_t kTruthMaskSize = 112;

/// The masks as seen from other boxes: sampled bilinearly at the centres of the size x size tiles
/// of `boxes`, 0 outside of `mask_boxes` (spec 2.19).
///
/// masks (R, S, S) float, mask_boxes and boxes (R, 4) in one frame, row by row
/// -> (R, size, size) of the masks' type. Between the border and the outermost tile centres of a
/// mask its border tiles go on. Differentiable in `masks`. R may be 0; a mask_box without area is
/// empty.
torch::Tensor resample_masks(const torch::Tensor& masks, const torch::Tensor& mask_boxes,
                             const torch::Tensor& boxes, int64_t size);

}  // namespace hoi
