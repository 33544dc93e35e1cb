#pragma once

#include "domain/label_map.h"

namespace hoi {

/// The map in another size, every pixel from its nearest neighbour as OpenCV takes it (spec 6.2):
/// source = floor(target * (1 / (target size / source size))) in double precision, which at some
/// sizes is not floor(target * source size / target size). Aspect is ignored. Both sizes must be at
/// least 1 (std::invalid_argument).
LabelMap resize_label_map(const LabelMap& map, int width, int height);

}  // namespace hoi
