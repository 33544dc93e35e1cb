#pragma once

#include <cstdint>

namespace hoi::device {

constexpr int kMaxLevels = 8;     ///< maps that one launch pools from
constexpr int kMaxSamples = 16;   ///< sampling points per cell and axis
constexpr int kMaxGridSide = 32;  ///< cells of the output grid per axis

/// One channels-last map of all images: element (b, y, x, c) is
/// values[((b * height + y) * width + x) * channels + c]. In the forward pass the features, in the
/// backward pass their gradient.
struct PooledMap {
  float* values;
  int height, width;
  float scale;  ///< 1 / stride
};

/// What both passes of RoIAlign work on; a kernel gets it by value. A row whose image or level is
/// out of range reads nothing.
struct RoiProblem {
  PooledMap maps[kMaxLevels];
  int levels;
  int grid_height, grid_width;  ///< at most kMaxGridSide
  int samples;                  ///< per cell and axis, at most kMaxSamples
  bool legacy;                  ///< RoiConvention::kLegacy
  std::int64_t images, channels;
  std::int64_t rows;
  const float* boxes;               ///< (rows, 4) image pixels
  const std::int64_t* image_index;  ///< (rows,)
  const std::int64_t* level;        ///< (rows,)
};

}  // namespace hoi::device
