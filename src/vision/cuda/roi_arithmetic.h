#pragma once

#include <cstdint>

#include "vision/cuda/host_device.h"
#include "vision/cuda/roi_problem.h"

namespace hoi::device {

/// Grid of one box along one axis, in cells of the map; see hoi::RoiAxis.
struct GridAxis {
  float start, cell_size;
};

HOI_HOST_DEVICE inline GridAxis grid_axis(float low, float high, float scale, int cells,
                                          bool legacy) {
  const float offset = legacy ? 0.0F : 0.5F;
  const float start = low * scale - offset;
  float extent = high * scale - offset - start;
  if (legacy) extent = greatest(extent, 1.0F);
  return {start, extent / static_cast<float>(cells)};
}

HOI_HOST_DEVICE inline GridAxis vertical_axis(const RoiProblem& problem, std::int64_t row,
                                              const PooledMap& map) {
  const float* const box = problem.boxes + 4 * row;
  return grid_axis(box[1], box[3], map.scale, problem.grid_height, problem.legacy);
}

HOI_HOST_DEVICE inline GridAxis horizontal_axis(const RoiProblem& problem, std::int64_t row,
                                                const PooledMap& map) {
  const float* const box = problem.boxes + 4 * row;
  return grid_axis(box[0], box[2], map.scale, problem.grid_width, problem.legacy);
}

/// The two neighbours that one sampling point reads along one axis, and their part of the mean of
/// the cell. A weight of 0 means that the neighbour is not read and may not exist.
struct AxisSample {
  int low;  ///< the other one is low + 1
  float low_weight, high_weight;
};

/// size: of the map along the axis. Points outside [-1, size] read nothing, NaN included.
HOI_HOST_DEVICE inline AxisSample axis_sample(const GridAxis& axis, int cell, int sample,
                                              int samples, int size) {
  const float within = (static_cast<float>(sample) + 0.5F) / static_cast<float>(samples);
  const float cell_start = axis.start + static_cast<float>(cell) * axis.cell_size;
  const float coordinate = cell_start + within * axis.cell_size;
  if (!(coordinate >= -1.0F && coordinate <= static_cast<float>(size))) return {0, 0.0F, 0.0F};
  const float clamped = least(greatest(coordinate, 0.0F), static_cast<float>(size - 1));
  const int low = static_cast<int>(clamped);
  const float fraction = clamped - static_cast<float>(low);
  const float share = 1.0F / static_cast<float>(samples);
  return {low, share * (1.0F - fraction), share * fraction};
}

/// Whether `row` names a map and an image that exist.
HOI_HOST_DEVICE inline bool row_is_valid(const RoiProblem& problem, std::int64_t row) {
  return problem.level[row] >= 0 && problem.level[row] < problem.levels &&
         problem.image_index[row] >= 0 && problem.image_index[row] < problem.images;
}

/// The sampling points of one output cell, the same for all channels.
struct CellSamples {
  AxisSample vertical[kMaxSamples], horizontal[kMaxSamples];
};

/// Point `sample` of both axes of the cell (cell_y, cell_x) of a valid row.
HOI_HOST_DEVICE inline void place_samples(const RoiProblem& problem, std::int64_t row, int cell_y,
                                          int cell_x, int sample, CellSamples& points) {
  const PooledMap& map = problem.maps[problem.level[row]];
  points.vertical[sample] =
      axis_sample(vertical_axis(problem, row, map), cell_y, sample, problem.samples, map.height);
  points.horizontal[sample] =
      axis_sample(horizontal_axis(problem, row, map), cell_x, sample, problem.samples, map.width);
}

/// Sum of the two horizontal neighbours in line `y` of an image, for one channel.
HOI_HOST_DEVICE inline float sum_of_line(const float* image, int y, const PooledMap& map,
                                         const AxisSample& point, std::int64_t channels) {
  const float* const left =
      image + (static_cast<std::int64_t>(y) * map.width + point.low) * channels;
  float sum = 0.0F;
  if (point.low_weight > 0.0F) sum += point.low_weight * left[0];
  if (point.high_weight > 0.0F) sum += point.high_weight * left[channels];
  return sum;
}

/// One element of the forward pass of a valid row: the mean of the samples in one channel.
HOI_HOST_DEVICE inline float pooled_value(const RoiProblem& problem, std::int64_t row,
                                          const CellSamples& points, std::int64_t channel) {
  const PooledMap& map = problem.maps[problem.level[row]];
  const std::int64_t pixels = static_cast<std::int64_t>(map.height) * map.width;
  const float* const image =
      map.values + problem.image_index[row] * pixels * problem.channels + channel;
  float sum = 0.0F;
  for (int i = 0; i < problem.samples; ++i) {
    const AxisSample& down = points.vertical[i];
    for (int j = 0; j < problem.samples; ++j) {
      const AxisSample& across = points.horizontal[j];
      if (down.low_weight > 0.0F) {
        sum += down.low_weight * sum_of_line(image, down.low, map, across, problem.channels);
      }
      if (down.high_weight > 0.0F) {
        sum += down.high_weight * sum_of_line(image, down.low + 1, map, across, problem.channels);
      }
    }
  }
  return sum;
}

}  // namespace hoi::device
