#pragma once

#include <cstdint>
#include <vector>

#include "domain/box.h"

namespace hoi {

/// A binary mask of a whole image as run lengths, the form COCO uses: pixels are numbered column by
/// column (pixel (x, y) is x * height + y) and `counts` holds the lengths of the runs, a run of 0
/// first. Valid when the counts add up to width * height; readers check, operations rely on it.
struct RunLengthMask {
  int width = 0, height = 0;
  std::vector<std::uint32_t> counts;
};

/// Whether size and counts are the same. Masks with the same pixels may differ in empty runs; what
/// encode_mask and merge_masks return has none but the first.
bool operator==(const RunLengthMask& a, const RunLengthMask& b);

/// Largest image side of a mask that is read or made: the number of pixels fits into one count.
inline constexpr int kLargestMaskSide = (1 << 16) - 1;

/// Whether no side is negative and the counts add up to width * height.
bool is_valid(const RunLengthMask& mask);

/// pixels: width * height values row by row, anything but 0 is inside.
RunLengthMask encode_mask(const std::vector<std::uint8_t>& pixels, int width, int height);

/// width * height values row by row, 0 or 1.
std::vector<std::uint8_t> decode_mask(const RunLengthMask& mask);

/// Number of pixels inside.
std::int64_t mask_area(const RunLengthMask& mask);

/// The tight box [x1, x2) x [y1, y2) around the pixels inside; all zeros for an empty mask.
Box mask_box(const RunLengthMask& mask);

/// Pixels that are inside both; the masks have the same size.
std::int64_t mask_intersection(const RunLengthMask& a, const RunLengthMask& b);

/// Intersection over union in [0, 1]; 0 when both are empty.
double mask_iou(const RunLengthMask& a, const RunLengthMask& b);

/// The union of masks of one size; an empty mask of width x height when there is none.
RunLengthMask merge_masks(const std::vector<RunLengthMask>& masks, int width, int height);

}  // namespace hoi
