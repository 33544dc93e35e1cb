#pragma once

#include "domain/image_result.h"

namespace hoi {

/// A result in the frame of its picture resized to width x height pixels (at least 1 each): boxes
/// are scaled, masks resampled with the nearest pixel.
ImageResult scaled_result(ImageResult result, int width, int height);

}  // namespace hoi
