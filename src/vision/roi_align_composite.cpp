#include "vision/roi_align_composite.h"

#include <tuple>

#include "vision/device_copy.h"

namespace hoi {
namespace {

/// Positions and weights of all samples along one axis, two neighbours each.
struct AxisSamples {
  torch::Tensor position;  ///< (R, cells, 2 * samples) int64
  torch::Tensor weight;    ///< (R, cells, 2 * samples)
};

/// low, high (R,): edges in cells of the map, without the half-pixel shift; size (R,) of the map.
AxisSamples sample_axis(const torch::Tensor& low, const torch::Tensor& high,
                        const torch::Tensor& size, int64_t cells, const RoiAlignOptions& options) {
  const bool aligned = options.convention == RoiConvention::kAligned;
  const int64_t samples = options.sampling_ratio;
  const auto start = aligned ? low - 0.5 : low;
  const auto extent = aligned ? high - low : (high - low).clamp_min(1);
  const auto steps = (torch::arange(cells * samples, low.options()) + 0.5) / (cells * samples);
  const auto coordinate = start.unsqueeze(1) + extent.unsqueeze(1) * steps;  // (R, cells * samples)
  const auto limit = size.unsqueeze(1);
  const auto inside = (coordinate >= -1).logical_and(coordinate <= limit);

  const auto last = limit - 1;
  const auto clamped = torch::where(inside, torch::minimum(coordinate.clamp_min(0), last),
                                    torch::zeros_like(coordinate));
  const auto floor = clamped.floor();
  const auto fraction = clamped - floor;
  const auto share = inside.to(low.dtype()) / samples;
  const auto position = torch::stack({floor, torch::minimum(floor + 1, last)}, 2);
  const auto weight = torch::stack({share * (1 - fraction), share * fraction}, 2);
  const std::vector<int64_t> shape{low.size(0), cells, 2 * samples};
  return {position.reshape(shape).to(torch::kInt64), weight.reshape(shape)};
}

/// Per level numbers (L,) -> per row numbers (R,).
torch::Tensor per_row(const std::vector<double>& values, const torch::Tensor& level,
                      const torch::TensorOptions& options) {
  return copied_to(torch::tensor(values, torch::kFloat64), options).index_select(0, level);
}

/// The cells of all maps as rows of one table, map after map.
struct PixelTable {
  torch::Tensor rows;                            // (sum of B H_l W_l, C)
  std::vector<double> heights, widths, offsets;  // per map; offset: its first row
};

PixelTable tabulate(const ScaledMaps& features) {
  PixelTable table;
  std::vector<torch::Tensor> rows;
  double offset = 0;
  for (const auto& map : features.maps) {
    const int64_t count = map.size(0) * map.size(2) * map.size(3);
    rows.push_back(map.permute({0, 2, 3, 1}).reshape({count, map.size(1)}));
    table.heights.push_back(static_cast<double>(map.size(2)));
    table.widths.push_back(static_cast<double>(map.size(3)));
    table.offsets.push_back(offset);
    offset += static_cast<double>(count);
  }
  table.rows = rows.size() == 1 ? rows.front() : torch::cat(rows);
  return table;
}

}  // namespace

torch::Tensor roi_align_composite(const ScaledMaps& features, const RoiRows& rows,
                                  const RoiAlignOptions& options) {
  const PixelTable pixels = tabulate(features);
  const auto& table = pixels.rows;
  const auto type = features.maps.front().options();
  const auto level = rows.level.to(torch::kInt64);
  const auto scaled =
      rows.boxes.to(type.dtype()) * per_row(features.scales, level, type).unsqueeze(1);
  const auto height = per_row(pixels.heights, level, type),
             width = per_row(pixels.widths, level, type);
  const auto y =
      sample_axis(scaled.select(1, 1), scaled.select(1, 3), height, options.height, options);
  const auto x =
      sample_axis(scaled.select(1, 0), scaled.select(1, 2), width, options.width, options);

  // Element (r, i, j, k, l): pixel k along y of cell i and pixel l along x of cell j.
  const auto expand = [](const torch::Tensor& t) { return t.reshape({-1, 1, 1, 1, 1}); };
  const auto rows_of_y = y.position.unsqueeze(2).unsqueeze(4),
             rows_of_x = x.position.unsqueeze(1).unsqueeze(3);
  const auto int_type = level.options();
  const auto image_rows = expand(rows.image_index.to(torch::kInt64)) *
                              expand(per_row(pixels.heights, level, int_type)) +
                          rows_of_y;
  const auto index = expand(per_row(pixels.offsets, level, int_type)) +
                     image_rows * expand(per_row(pixels.widths, level, int_type)) + rows_of_x;
  const auto weight = y.weight.unsqueeze(2).unsqueeze(4) * x.weight.unsqueeze(1).unsqueeze(3);

  const int64_t count = rows.boxes.size(0), channels = table.size(1);
  if (count == 0) {
    return table.narrow(0, 0, 0).reshape({0, channels, options.height, options.width});
  }
  const int64_t taps = index.size(3) * index.size(4);
  const auto bags = torch::arange(0, index.numel(), taps, int_type);
  const auto cells = std::get<0>(torch::embedding_bag(table, index.reshape({-1}), bags, false, 0,
                                                      false, weight.reshape({-1}).detach()));
  return cells.reshape({count, options.height, options.width, channels})
      .permute({0, 3, 1, 2})
      .contiguous();
}

}  // namespace hoi
