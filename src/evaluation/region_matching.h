#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/run_length_mask.h"

namespace hoi {

/// Where something is in its image. The box is x, y, width and height in pixels, as exact as its
/// file is: at a threshold of the metric the last digit decides.
struct Region {
  std::array<double, 4> box = {};
  RunLengthMask mask;  ///< of the whole image; looked at only where masks are compared
};

struct AnnotatedRegion {
  int category = 0;
  Region region;
  double area = 0;     ///< square pixels; decides whether it is small, medium or large
  bool crowd = false;  ///< a region of many instances: matching it is neither right nor wrong
};

struct PredictedRegion {
  int category = 0;
  Region region;
  double score = 0;
};

/// What the overlap of two regions is taken from.
enum class RegionKind { kBox, kMask };

/// The IoU thresholds 0.50, 0.55, ..., 0.95 of COCO, each with the rounding error of COCO's own
/// list, since overlaps of small masks and whole-numbered boxes lie exactly on them.
inline constexpr std::size_t kOverlapThresholds = 10;
double overlap_threshold(std::size_t index);

/// The sizes that COCO tells apart: all, small (area up to 32 x 32), medium (up to 96 x 96), large.
/// An area on a border has both sizes.
enum RegionSize : std::size_t { kAnySize, kSmallSize, kMediumSize, kLargeSize };
inline constexpr std::size_t kRegionSizes = 4;
bool has_size(double area, std::size_t size);

/// Intersection over union in [0, 1]; over the prediction alone when the annotated region is a
/// crowd. Masks of different sizes do not overlap.
double region_overlap(const PredictedRegion& predicted, const AnnotatedRegion& annotated,
                      RegionKind kind);

/// What a prediction turned out to be, one bit per threshold; wrong where neither bit is set.
struct RegionJudgement {
  std::uint16_t correct = 0, ignored = 0;
};

struct JudgedRegion {
  double score = 0;
  std::size_t rank = 0;  ///< among the predictions that were judged with it, from 0
  std::array<RegionJudgement, kRegionSizes> sizes;
};

/// Matches the predictions of one category in one image with the annotated regions, by the rule of
/// COCO, for each threshold and each size. The `max_detections` best ones (of equal scores the
/// first) choose in turn, best first, the annotated region with the highest overlap at or above the
/// threshold (of equal ones the last) that is still free; a crowd is always free. Regions that are
/// not looked for, crowds and those of another size, are chosen only when no other one is left, and
/// make the prediction neither right nor wrong. So is one that finds nothing and has another size
/// itself (the area of its mask where masks are compared).
///
/// Returns the predictions that were judged, best first.
std::vector<JudgedRegion> match_regions(const std::vector<const AnnotatedRegion*>& annotated,
                                        std::vector<const PredictedRegion*> predicted,
                                        RegionKind kind, std::size_t max_detections);

}  // namespace hoi
