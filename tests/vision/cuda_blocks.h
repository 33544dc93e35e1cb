#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "vision/cuda/nms_arithmetic.h"
#include "vision/cuda/roi_tiles.h"
#include "vision/roi_align_levels.h"

namespace hoi {

// The blocks of the CUDA kernels as loops: the same functions, called in the order in which the
// barriers of src/vision/cuda/*.cu let them run.

/// rows: float and int64, contiguous. maps: channels-last float, of features or gradients.
inline device::RoiProblem roi_problem(const ScaledMaps& features, const RoiRows& rows,
                                      const RoiAlignOptions& options) {
  device::RoiProblem problem{};
  for (std::size_t l = 0; l < features.maps.size(); ++l) {
    const auto& map = features.maps[l];
    problem.maps[l] = {map.data_ptr<float>(), static_cast<int>(map.size(2)),
                       static_cast<int>(map.size(3)), static_cast<float>(features.scales[l])};
  }
  problem.levels = static_cast<int>(features.maps.size());
  problem.grid_height = static_cast<int>(options.height);
  problem.grid_width = static_cast<int>(options.width);
  problem.samples = static_cast<int>(options.sampling_ratio);
  problem.legacy = options.convention == RoiConvention::kLegacy;
  problem.images = features.maps.front().size(0);
  problem.channels = features.maps.front().size(1);
  problem.rows = rows.boxes.size(0);
  problem.boxes = rows.boxes.data_ptr<float>();
  problem.image_index = rows.image_index.data_ptr<std::int64_t>();
  problem.level = rows.level.data_ptr<std::int64_t>();
  return problem;
}

/// The kernel pool_cells.
inline torch::Tensor pool_in_blocks(const ScaledMaps& features, const RoiRows& rows,
                                    const RoiAlignOptions& options) {
  const auto problem = roi_problem(features, rows, options);
  auto output = torch::empty({problem.rows, options.height, options.width, problem.channels});
  float* target = output.data_ptr<float>();
  for (std::int64_t row = 0; row < problem.rows; ++row) {
    for (int cell = 0; cell < problem.grid_height * problem.grid_width; ++cell) {
      const bool valid = device::row_is_valid(problem, row);
      device::CellSamples points;
      for (int sample = 0; valid && sample < problem.samples; ++sample) {
        device::place_samples(problem, row, cell / problem.grid_width, cell % problem.grid_width,
                              sample, points);
      }
      for (std::int64_t channel = 0; channel < problem.channels; ++channel) {
        *target++ = valid ? device::pooled_value(problem, row, points, channel) : 0.0F;
      }
    }
  }
  return output.permute({0, 3, 1, 2}).contiguous();
}

/// The kernel spread_rows: writes the maps of `gradients`. gradient: (R, C, height, width).
inline void spread_in_blocks(const torch::Tensor& gradient, ScaledMaps& gradients,
                             const RoiRows& rows, const RoiAlignOptions& options) {
  const auto problem = roi_problem(gradients, rows, options);
  const auto dense = gradient.permute({0, 2, 3, 1}).contiguous();
  std::int64_t tiles = 0;
  for (int level = 0; level < problem.levels; ++level) {
    tiles += device::tiles_of_level(problem, level);
  }
  for (std::int64_t index = 0; index < tiles; ++index) {
    const device::MapTile tile = device::tile_at(problem, index);
    std::vector<float> sums(
        static_cast<std::size_t>(device::kTileSide * device::kTileSide * problem.channels));
    const auto sums_of = [&](int line, std::int64_t channel) -> float(&)[device::kTileSide] {
      const auto first = (line * problem.channels + channel) * device::kTileSide;
      return *reinterpret_cast<float(*)[device::kTileSide]>(sums.data() + first);
    };
    for (std::int64_t row = 0; row < problem.rows; ++row) {
      if (!device::row_meets_tile(problem, row, tile)) continue;
      device::TileWeights weights;
      for (int slot = 0; slot < device::weight_count(problem); ++slot) {
        device::weigh_tile(problem, row, tile, slot, weights);
      }
      for (int line = 0; line < device::kTileSide; ++line) {
        for (std::int64_t channel = 0; channel < problem.channels; ++channel) {
          device::add_row(problem, row, weights, line, channel, dense.data_ptr<float>(),
                          sums_of(line, channel));
        }
      }
    }
    for (int line = 0; line < device::kTileSide; ++line) {
      for (std::int64_t channel = 0; channel < problem.channels; ++channel) {
        device::store_line(problem, tile, line, channel, sums_of(line, channel));
      }
    }
  }
}

/// The kernel fill_mask; words that it leaves alone are full, so that reading one shows.
inline std::vector<std::uint64_t> mask_in_blocks(const device::SortedBoxes& sorted) {
  const std::int64_t words = device::mask_words(sorted.count);
  std::vector<std::uint64_t> mask(static_cast<std::size_t>(sorted.count * words),
                                  ~std::uint64_t{0});
  for (std::int64_t place = 0; place < sorted.count; ++place) {
    for (std::int64_t word = 0; word < words; ++word) {
      const std::int64_t first = sorted.begin[place] + device::kWordBits * word;
      if (first >= sorted.end[place] || first + device::kWordBits <= place) continue;
      mask[static_cast<std::size_t>(place * words + word)] =
          device::overlap_word(sorted, place, word);
    }
  }
  return mask;
}

/// The kernel select_greedily: whether the box at each place survives.
inline std::vector<bool> selection_in_blocks(const device::SortedBoxes& sorted,
                                             const std::vector<std::uint64_t>& mask) {
  std::vector<bool> keep(static_cast<std::size_t>(sorted.count));
  const std::int64_t row_words = device::mask_words(sorted.count);
  for (std::int64_t begin = 0; begin < sorted.count; begin = sorted.end[begin]) {
    const std::int64_t size = sorted.end[begin] - begin, words = device::mask_words(size);
    std::vector<std::uint64_t> removed(static_cast<std::size_t>(words), 0);
    for (std::int64_t chunk = 0; chunk < words; ++chunk) {
      const std::int64_t first = begin + device::kWordBits * chunk;
      const int count =
          static_cast<int>(std::min<std::int64_t>(device::kWordBits, begin + size - first));
      const std::uint64_t* const rows = mask.data() + first * row_words;
      std::uint64_t own_words[device::kWordBits];
      for (int b = 0; b < count; ++b) own_words[b] = rows[b * row_words + chunk];
      const std::uint64_t kept =
          device::kept_of_chunk(removed[static_cast<std::size_t>(chunk)], own_words, count);
      for (int b = 0; b < count; ++b)
        keep[static_cast<std::size_t>(first + b)] = (kept >> b & 1) != 0;
      for (std::int64_t word = chunk + 1; word < words; ++word) {
        removed[static_cast<std::size_t>(word)] |= device::removed_by(kept, rows, row_words, word);
      }
    }
  }
  return keep;
}

}  // namespace hoi
