#pragma once

#include <algorithm>
#include <cmath>

#include <torch/types.h>

#include "vision/roi_align.h"

namespace hoi {

/// Value of one channel (H, W) at a continuous position, by the definition: 0 beyond one cell
/// outside the map, the position clamped to the map, then the four neighbours weighted by opposite
/// areas.
inline double literal_sample(const torch::TensorAccessor<double, 2>& map, double y, double x) {
  const int64_t height = map.size(0), width = map.size(1);
  const bool outside =
      y < -1 || y > static_cast<double>(height) || x < -1 || x > static_cast<double>(width);
  if (outside) return 0;
  y = std::min(std::max(y, 0.0), static_cast<double>(height - 1));
  x = std::min(std::max(x, 0.0), static_cast<double>(width - 1));
  const auto top = static_cast<int64_t>(std::floor(y)), left = static_cast<int64_t>(std::floor(x));
  const int64_t bottom = std::min(top + 1, height - 1), right = std::min(left + 1, width - 1);
  const double down = y - static_cast<double>(top), across = x - static_cast<double>(left);
  return (1 - down) * (1 - across) * map[top][left] + (1 - down) * across * map[top][right] +
         down * (1 - across) * map[bottom][left] + down * across * map[bottom][right];
}

/// Mean of the samples of cell (i, j) of a box whose grid begins at (y, x) with cells of the given
/// size.
inline double literal_cell(const torch::TensorAccessor<double, 2>& map, double y, double x,
                           double cell_height, double cell_width, int64_t samples) {
  double sum = 0;
  for (int64_t a = 0; a < samples; ++a) {
    for (int64_t b = 0; b < samples; ++b) {
      sum += literal_sample(
          map, y + (static_cast<double>(a) + 0.5) * cell_height / static_cast<double>(samples),
          x + (static_cast<double>(b) + 0.5) * cell_width / static_cast<double>(samples));
    }
  }
  return sum / static_cast<double>(samples * samples);
}

/// RoIAlign as a plain nest of loops in double precision; parameters and result as roi_align().
inline torch::Tensor literal_roi_align(const torch::Tensor& features, const torch::Tensor& boxes,
                                       const torch::Tensor& image_index, double scale,
                                       const RoiAlignOptions& options) {
  const bool aligned = options.convention == RoiConvention::kAligned;
  const auto maps = features.detach().to(torch::kFloat64).contiguous();
  auto result =
      torch::zeros({boxes.size(0), maps.size(1), options.height, options.width}, torch::kFloat64);
  for (int64_t r = 0; r < boxes.size(0); ++r) {
    double edge[4];
    for (int64_t k = 0; k < 4; ++k)
      edge[k] = boxes[r][k].item<double>() * scale - (aligned ? 0.5 : 0.0);
    double width = edge[2] - edge[0], height = edge[3] - edge[1];
    if (!aligned) {
      width = std::max(width, 1.0);
      height = std::max(height, 1.0);
    }
    const double cell_width = width / static_cast<double>(options.width);
    const double cell_height = height / static_cast<double>(options.height);
    for (int64_t c = 0; c < maps.size(1); ++c) {
      const auto map = maps[image_index[r].item<int64_t>()][c];
      const auto values = map.accessor<double, 2>();
      for (int64_t i = 0; i < options.height; ++i) {
        for (int64_t j = 0; j < options.width; ++j) {
          result[r][c][i][j] = literal_cell(values, edge[1] + static_cast<double>(i) * cell_height,
                                            edge[0] + static_cast<double>(j) * cell_width,
                                            cell_height, cell_width, options.sampling_ratio);
        }
      }
    }
  }
  return result;
}

}  // namespace hoi
