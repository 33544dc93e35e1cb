#pragma once

#include <torch/types.h>

#include "domain/box.h"
#include "domain/run_length_mask.h"

namespace hoi {

/// A mask of a whole image in the frame of a box (vision/box_masks.h): the exact share of each tile
/// of `box` that lies inside of the mask, (tiles, tiles) float in [0, 1].
///
/// box: in pixels of the mask's image; what lies beyond the image is outside. A box without area
/// gives zeros.
torch::Tensor truth_mask(const RunLengthMask& mask, const Box& box, std::int64_t tiles);

}  // namespace hoi
