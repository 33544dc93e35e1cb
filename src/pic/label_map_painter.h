#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "domain/box.h"
#include "domain/run_length_mask.h"
#include "evaluation/relation_recall.h"

namespace hoi {

/// An instance as it goes into label maps.
struct PaintedInstance {
  RunLengthMask mask;  ///< of the whole image
  std::uint8_t semantic = 0;
  std::uint8_t instance = 0;
};

/// The label maps of an image of width x height, at least one pixel. Larger instances are painted
/// first, so that what is small and in front stays visible; of two with the same area the later one
/// wins. Masks of another size are left out.
SegmentedImage paint_instances(const std::vector<PaintedInstance>& instances, int width,
                               int height);

/// The pixels whose centres lie in the box; parts outside of the image are cut off.
RunLengthMask box_mask(const Box& box, int width, int height);

/// Which values occur in a map.
std::array<bool, 256> values_of(const LabelMap& map);

}  // namespace hoi
