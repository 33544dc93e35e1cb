#pragma once

#include <array>

#include "domain/box.h"

namespace hoi {

/// The decimal number with the fewest digits that reads back to this float. Throws
/// std::invalid_argument for what is not finite.
double shortest_number(float value);

/// x, y, width, height with the fewest digits of which x, y, x + width and y + height read back to
/// exactly this box. Throws like shortest_number.
std::array<double, 4> box_to_xywh(const Box& box);

}  // namespace hoi
