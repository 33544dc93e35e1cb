#pragma once

#include "domain/box.h"
#include "domain/run_length_mask.h"

namespace hoi {

/// A mask in the frame of its box (vision/box_masks.h) as pixels of the image: the pixels whose
/// centre lies in the box and where the mask, sampled bilinearly at the centre, exceeds one half
/// (spec 1.8, 6.2).
///
/// With S = side, tile (i, j) of the box has its centre at
///
///   x = x1 + (j + 1/2) (x2 - x1) / S,   y = y1 + (i + 1/2) (y2 - y1) / S;
///
/// beyond the outermost centres the border tiles go on up to the border of the box, so that a mask
/// of ones is every pixel of its box.
///
/// probabilities: side * side values row by row, side at least 1. box: pixels of the image, also
/// partly or wholly outside of it. width, height: of the image, up to kLargestMaskSide. A box
/// without area, without a pixel's centre or with coordinates that are not finite gives an empty
/// mask. The work grows with the columns of the box, not with its pixels.
RunLengthMask paste_mask(const float* probabilities, int side, const Box& box, int width,
                         int height);

}  // namespace hoi
