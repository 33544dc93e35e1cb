#include "vision/roi_align_kernel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/Parallel.h>

#include "vision/roi_sampling.h"
#include "vision/weighted_sum.h"

namespace hoi {
namespace {

/// A channels-last map: element (b, y, x, c) is data[((b * height + y) * width + x) * channels +
/// c].
struct MapView {
  float* data;
  int64_t channels, height, width;
  float scale;

  static MapView of(const torch::Tensor& map, double scale) {
    return {map.data_ptr<float>(), map.size(1), map.size(2), map.size(3),
            static_cast<float>(scale)};
  }
  MapView image(int64_t index) const {
    return {data + index * height * width * channels, channels, height, width, scale};
  }
};

/// The rows as plain arrays; the tensors keep them alive.
struct RowsView {
  explicit RowsView(const RoiRows& rows)
      : boxes_holder(rows.boxes.to(torch::kFloat32).contiguous()),
        image_holder(rows.image_index.to(torch::kInt64).contiguous()),
        level_holder(rows.level.to(torch::kInt64).contiguous()),
        count(rows.boxes.size(0)),
        boxes(boxes_holder.data_ptr<float>()),
        image(image_holder.data_ptr<int64_t>()),
        level(level_holder.data_ptr<int64_t>()) {}

  torch::Tensor boxes_holder, image_holder, level_holder;
  int64_t count;
  const float* boxes;
  const int64_t* image;
  const int64_t* level;
};

void check_range(const int64_t* values, int64_t count, int64_t limit, const char* name) {
  for (int64_t r = 0; r < count; ++r) {
    TORCH_CHECK(values[r] >= 0 && values[r] < limit, "roi_align: ", name, " ", values[r],
                " of row ", r, " is not in [0, ", limit, ")");
  }
}

/// Where a coordinate lies, in whole strides; 0 when it is no number.
int64_t place_of(float coordinate, float stride) {
  const float place = std::floor(coordinate / stride);
  return std::isfinite(place) ? static_cast<int64_t>(std::clamp(place, -1e6F, 1e6F)) : 0;
}

/// Rows sorted by map, image and place, so that neighbours find each other's pixels in the cache:
/// nearly twice as fast as in the order of the boxes' scores.
std::vector<int64_t> order_by_place(const RowsView& rows, const std::vector<MapView>& maps) {
  constexpr float kBand = 16;  // pixels of the map; within a horizontal band from left to right
  std::vector<std::array<int64_t, 5>> keys;
  for (int64_t r = 0; r < rows.count; ++r) {
    const float* const box = rows.boxes + 4 * r;
    const float pixel = 1 / maps[static_cast<std::size_t>(rows.level[r])].scale;
    const int64_t band = place_of(0.5F * (box[1] + box[3]), kBand * pixel);
    keys.push_back(
        {rows.level[r], rows.image[r], band, place_of(0.5F * (box[0] + box[2]), pixel), r});
  }
  std::sort(keys.begin(), keys.end());
  std::vector<int64_t> order;
  for (const auto& key : keys) order.push_back(key.back());
  return order;
}

/// Rows of `channels` floats in a grid with `width` columns.
struct GridView {
  const float* values;
  int64_t width, channels;
};

/// Both passes over single boxes, with the scratch memory that one thread reuses from box to box.
class BoxWorker {
 public:
  explicit BoxWorker(const RoiAlignOptions& options) : options_(options) {}

  /// box (4,), map: of the box's image -> output (channels, height * width).
  void pool(const float* box, const MapView& map, float* output) {
    weigh_axes(box, map);
    const GridView pixels{map.data, map.width, map.channels};
    cells_.resize(static_cast<std::size_t>(cells() * map.channels));
    float* cell = cells_.data();
    for (int64_t y = 0; y < options_.height; ++y) {
      for (int64_t x = 0; x < options_.width; ++x, cell += map.channels) {
        sum(vertical_.row(y), horizontal_.row(x), pixels, SumMode::kStore, cell);
      }
    }
    transpose(cells_.data(), cells(), map.channels, output);
  }

  /// Adds gradient (channels, height * width) of a box to `channels` channels of its map, the first
  /// of which is where map.data points. Works pixel by pixel, so that each is written once.
  void spread(const float* gradient, int64_t channels, const float* box, const MapView& map) {
    weigh_axes(box, map);
    by_line_.assign_transposed(vertical_);
    by_column_.assign_transposed(horizontal_);
    cells_.resize(static_cast<std::size_t>(cells() * channels));
    transpose(gradient, channels, cells(), cells_.data());
    const GridView grid{cells_.data(), options_.width, channels};
    for (int64_t i = 0; i < by_line_.rows(); ++i) {
      float* const line = map.data + (by_line_.first_position() + i) * map.width * map.channels;
      for (int64_t j = 0; j < by_column_.rows(); ++j) {
        float* const pixel = line + (by_column_.first_position() + j) * map.channels;
        sum(by_line_.row(i), by_column_.row(j), grid, SumMode::kAdd, pixel);
      }
    }
  }

 private:
  int64_t cells() const { return options_.height * options_.width; }

  void weigh_axes(const float* box, const MapView& map) {
    const auto [height, width, samples, convention] = options_;
    const RoiAxis x = RoiAxis::from_box(box[0], box[2], map.scale, width, convention);
    const RoiAxis y = RoiAxis::from_box(box[1], box[3], map.scale, height, convention);
    horizontal_.assign_samples(x, width, samples, map.width);
    vertical_.assign_samples(y, height, samples, map.height);
  }

  /// Sum over the outer product of two sparse rows of a grid.
  void sum(AxisWeights::Row lines, AxisWeights::Row columns, const GridView& grid, SumMode mode,
           float* target) {
    taps_.clear();
    for (const auto& line : lines) {
      for (const auto& column : columns) {
        taps_.push_back(
            {grid.values + (line.position * grid.width + column.position) * grid.channels,
             line.weight * column.weight});
      }
    }
    const auto count = static_cast<int64_t>(taps_.size());
    if (count == 0 && mode == SumMode::kAdd) return;
    weighted_sum(taps_.data(), count, grid.channels, mode, target);
  }

  const RoiAlignOptions options_;
  AxisWeights vertical_, horizontal_, by_line_, by_column_;
  std::vector<WeightedRow> taps_;
  std::vector<float> cells_;  // (height * width, channels)
};

}  // namespace

torch::Tensor roi_align_forward(const ScaledMaps& features, const RoiRows& rows,
                                const RoiAlignOptions& options) {
  std::vector<torch::Tensor> maps;  // keep converted copies alive
  std::vector<MapView> views;
  for (std::size_t l = 0; l < features.maps.size(); ++l) {
    maps.push_back(features.maps[l].contiguous(torch::MemoryFormat::ChannelsLast));
    views.push_back(MapView::of(maps.back(), features.scales[l]));
  }
  const RowsView view(rows);
  check_range(view.level, view.count, static_cast<int64_t>(maps.size()), "level");
  check_range(view.image, view.count, maps.front().size(0), "image_index");

  const int64_t channels = maps.front().size(1);
  const int64_t row_size = channels * options.height * options.width;
  auto output = torch::empty({view.count, channels, options.height, options.width},
                             torch::TensorOptions().dtype(torch::kFloat32));
  float* const output_data = output.data_ptr<float>();
  const std::vector<int64_t> order = order_by_place(view, views);
  at::parallel_for(0, view.count, 1, [&](int64_t begin, int64_t end) {
    BoxWorker worker(options);
    for (int64_t i = begin; i < end; ++i) {
      const int64_t r = order[static_cast<std::size_t>(i)];
      const MapView& map = views[static_cast<std::size_t>(view.level[r])];
      worker.pool(view.boxes + 4 * r, map.image(view.image[r]), output_data + r * row_size);
    }
  });
  return output;
}

std::vector<torch::Tensor> roi_align_backward(const torch::Tensor& gradient, const MapShapes& maps,
                                              const RoiRows& rows, const RoiAlignOptions& options) {
  std::vector<torch::Tensor> gradients;
  std::vector<MapView> views;
  for (std::size_t l = 0; l < maps.sizes.size(); ++l) {
    gradients.push_back(torch::empty(maps.sizes[l], torch::TensorOptions().dtype(torch::kFloat32),
                                     torch::MemoryFormat::ChannelsLast)
                            .zero_());
    views.push_back(MapView::of(gradients.back(), maps.scales[l]));
  }
  const RowsView view(rows);
  const auto dense = gradient.to(torch::kFloat32).contiguous();
  const float* const dense_data = dense.data_ptr<float>();

  constexpr int64_t kBlock = 16;  // channels: one cache line, so that owners do not share lines
  const int64_t channels = maps.sizes.front()[1];
  const int64_t cells = options.height * options.width;
  const std::vector<int64_t> order = order_by_place(view, views);
  at::parallel_for(0, (channels + kBlock - 1) / kBlock, 1, [&](int64_t begin, int64_t end) {
    BoxWorker worker(options);
    const int64_t first = begin * kBlock;
    const int64_t count = std::min(end * kBlock, channels) - first;
    for (const int64_t r : order) {
      MapView map = views[static_cast<std::size_t>(view.level[r])].image(view.image[r]);
      map.data += first;
      worker.spread(dense_data + (r * channels + first) * cells, count, view.boxes + 4 * r, map);
    }
  });
  return gradients;
}

}  // namespace hoi
