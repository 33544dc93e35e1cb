#pragma once

#include <optional>
#include <vector>

#include "domain/annotation.h"
#include "domain/run_length_mask.h"

namespace hoi {

/// The pixels inside of at least one polygon, by the rule of the COCO API, to the pixel:
///
///   - corners are rounded to a grid of five steps per pixel;
///   - an edge is walked in steps of the axis along which it is longer, the other coordinate
///   rounded;
///   - where it passes the middle of a column of pixels, the inside begins or ends at the next row
///     whose middle lies below; what is passed twice at the same place is not passed.
///
/// polygons: each x0, y0, x1, y1, ... in pixels, closed by themselves; any numbers and any length,
/// a half pair at the end is left out. Parts outside of the image are cut off. width, height: 0 to
/// kLargestMaskSide. A float stands for the number with few decimals that it came from. The work
/// grows with the columns of the image that edges pass, not with the length of the edges.
RunLengthMask polygon_mask(const std::vector<std::vector<float>>& polygons, int width, int height);
RunLengthMask polygon_mask(const std::vector<std::vector<double>>& polygons, int width, int height);

/// The mask of an instance in its image of width x height, from polygons or run lengths. Nothing
/// when none is known, when it has another size, or when the image has a side above
/// kLargestMaskSide.
std::optional<RunLengthMask> instance_mask(const InstanceAnnotation& instance, int width,
                                           int height);

}  // namespace hoi
