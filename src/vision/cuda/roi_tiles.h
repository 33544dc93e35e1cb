#pragma once

#include <cstdint>

#include "vision/cuda/host_device.h"
#include "vision/cuda/roi_arithmetic.h"

namespace hoi::device {

// The backward pass of RoIAlign gathers: every pixel of a map has one owner, which adds the rows
// that read it in their order. No two threads write one place, so there are no atomic additions and
// the bits are always the same. Pixels are worked on in square tiles, so that a row is tested once
// per tile and its weights are made once for the tile.

constexpr int kTileSide = 8;

/// Pixels [top, top + kTileSide) x [left, left + kTileSide) of one image of one map, as far as the
/// map has them.
struct MapTile {
  int level;
  std::int64_t image;
  int top, left;
};

HOI_HOST_DEVICE inline std::int64_t tiles_along(int side) {
  return (side + kTileSide - 1) / kTileSide;
}

/// Tiles of all images of one map.
HOI_HOST_DEVICE inline std::int64_t tiles_of_level(const RoiProblem& problem, int level) {
  const PooledMap& map = problem.maps[level];
  return problem.images * tiles_along(map.height) * tiles_along(map.width);
}

/// Tile number `index` of all maps: map by map, image by image, line by line.
HOI_HOST_DEVICE inline MapTile tile_at(const RoiProblem& problem, std::int64_t index) {
  int level = 0;
  while (level + 1 < problem.levels && index >= tiles_of_level(problem, level)) {
    index -= tiles_of_level(problem, level);
    ++level;
  }
  const std::int64_t down = tiles_along(problem.maps[level].height);
  const std::int64_t across = tiles_along(problem.maps[level].width);
  return {level, index / (down * across), static_cast<int>(index / across % down) * kTileSide,
          static_cast<int>(index % across) * kTileSide};
}

/// Whether samples of a grid may read one of the positions [first, first + kTileSide); generous by
/// a pixel, so that rounding can never hide one.
HOI_HOST_DEVICE inline bool grid_reaches(const GridAxis& axis, int cells, int size, int first) {
  const float end = axis.start + static_cast<float>(cells) * axis.cell_size;
  const float low = least(axis.start, end), high = greatest(axis.start, end);
  if (!(low <= high)) return false;  // NaN: such samples read nothing
  const auto limit = static_cast<float>(size - 1);
  const int lowest = static_cast<int>(least(greatest(low, 0.0F), limit)) - 1;
  const int highest = static_cast<int>(least(greatest(high, 0.0F), limit)) + 2;
  return highest >= first && lowest < first + kTileSide;
}

/// Whether the row may have read pixels of the tile.
HOI_HOST_DEVICE inline bool row_meets_tile(const RoiProblem& problem, std::int64_t row,
                                           const MapTile& tile) {
  if (problem.level[row] != tile.level || problem.image_index[row] != tile.image) return false;
  const PooledMap& map = problem.maps[tile.level];
  return grid_reaches(vertical_axis(problem, row, map), problem.grid_height, map.height,
                      tile.top) &&
         grid_reaches(horizontal_axis(problem, row, map), problem.grid_width, map.width, tile.left);
}

/// What each grid cell of one row takes from the lines and columns of a tile.
struct TileWeights {
  float line[kTileSide][kMaxGridSide];
  float column[kMaxGridSide][kTileSide];
};

/// Part of the mean of `cell` that the map position has along one axis.
HOI_HOST_DEVICE inline float position_weight(const GridAxis& axis, int cell, int samples, int size,
                                             int position) {
  float sum = 0.0F;
  for (int sample = 0; sample < samples; ++sample) {
    const AxisSample point = axis_sample(axis, cell, sample, samples, size);
    if (point.low == position) sum += point.low_weight;
    if (point.low + 1 == position) sum += point.high_weight;
  }
  return sum;
}

/// Numbers that weigh_tile() fills.
HOI_HOST_DEVICE inline int weight_count(const RoiProblem& problem) {
  return kTileSide * (problem.grid_height + problem.grid_width);
}

/// Fills number `slot` in [0, weight_count()) of the weights of a row that meets the tile.
HOI_HOST_DEVICE inline void weigh_tile(const RoiProblem& problem, std::int64_t row,
                                       const MapTile& tile, int slot, TileWeights& weights) {
  const PooledMap& map = problem.maps[tile.level];
  const int place = slot % kTileSide;
  int cell = slot / kTileSide;
  if (cell < problem.grid_height) {
    weights.line[place][cell] = position_weight(vertical_axis(problem, row, map), cell,
                                                problem.samples, map.height, tile.top + place);
    return;
  }
  cell -= problem.grid_height;
  weights.column[cell][place] = position_weight(horizontal_axis(problem, row, map), cell,
                                                problem.samples, map.width, tile.left + place);
}

HOI_HOST_DEVICE inline bool reads_nothing(const float (&column)[kTileSide]) {
  bool nothing = true;
  for (int x = 0; x < kTileSide; ++x) nothing = nothing && column[x] == 0.0F;
  return nothing;
}

/// Adds what `row` sends back to line `line` of the tile, in one channel. gradient: of the output,
/// channels-last (rows, grid_height, grid_width, channels).
HOI_HOST_DEVICE inline void add_row(const RoiProblem& problem, std::int64_t row,
                                    const TileWeights& weights, int line, std::int64_t channel,
                                    const float* gradient, float (&sums)[kTileSide]) {
  const std::int64_t cells = static_cast<std::int64_t>(problem.grid_height) * problem.grid_width;
  const float* const of_row = gradient + row * cells * problem.channels + channel;
  for (int i = 0; i < problem.grid_height; ++i) {
    const float down = weights.line[line][i];
    if (down == 0.0F) continue;
    for (int j = 0; j < problem.grid_width; ++j) {
      const float(&column)[kTileSide] = weights.column[j];
      if (reads_nothing(column)) continue;
      const float value =
          of_row[(static_cast<std::int64_t>(i) * problem.grid_width + j) * problem.channels];
      for (int x = 0; x < kTileSide; ++x) {
        if (column[x] != 0.0F) sums[x] += down * column[x] * value;
      }
    }
  }
}

/// Writes the sums of one line of the tile into the gradient of the map.
HOI_HOST_DEVICE inline void store_line(const RoiProblem& problem, const MapTile& tile, int line,
                                       std::int64_t channel, const float (&sums)[kTileSide]) {
  const PooledMap& map = problem.maps[tile.level];
  const int y = tile.top + line;
  if (y >= map.height) return;
  const std::int64_t first = (tile.image * map.height + y) * map.width + tile.left;
  for (int x = 0; x < kTileSide; ++x) {
    if (tile.left + x < map.width) map.values[(first + x) * problem.channels + channel] = sums[x];
  }
}

}  // namespace hoi::device
