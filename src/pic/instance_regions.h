#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "domain/label_map.h"
#include "domain/run_length_mask.h"
#include "evaluation/relation_recall.h"

namespace hoi {

/// The pixels of one value of an instance map.
struct InstanceRegion {
  int instance = 0;  ///< 1 to 255
  RunLengthMask mask;
  /// Semantic values under the mask and how many pixels have each, smallest value first.
  std::vector<std::pair<int, std::int64_t>> classes;
};

/// The instances of an image, smallest value first; value 0 is no instance. Both maps have one size
/// with at least one pixel. One pass over the pixels, whatever the number of instances.
std::vector<InstanceRegion> instance_regions(const SegmentedImage& maps);

/// The values of a column-by-column copy of the map: pixel (x, y) is at x * height + y.
std::vector<std::uint8_t> columns_of(const LabelMap& map);

/// The map whose columns these are.
LabelMap map_of_columns(const std::vector<std::uint8_t>& columns, int width, int height);

}  // namespace hoi
