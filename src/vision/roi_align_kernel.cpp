#include "vision/roi_align_kernel.h"

#include <algorithm>

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
};

MapView view_map(const torch::Tensor& map, double scale) {
  return {map.data_ptr<float>(), map.size(1), map.size(2), map.size(3), static_cast<float>(scale)};
}

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

/// Scratch memory of one thread, reused from row to row.
struct Workspace {
  AxisWeights vertical, horizontal, by_line, by_column;
  std::vector<WeightedRow> taps;
  std::vector<float> cells;  // (height * width, channels)
};

void weigh_axes(const float* box, const MapView& map, const RoiAlignOptions& options,
                Workspace& work) {
  const RoiAxis x = RoiAxis::from_box(box[0], box[2], map.scale, options.width, options.convention);
  const RoiAxis y =
      RoiAxis::from_box(box[1], box[3], map.scale, options.height, options.convention);
  work.vertical.assign_samples(y, options.height, options.sampling_ratio, map.height);
  work.horizontal.assign_samples(x, options.width, options.sampling_ratio, map.width);
}

/// Collects the outer product of two sparse rows: where the values of element (y, x) of an array
/// with `width` columns of `channels` floats lie, and their weights.
void collect_taps(AxisWeights::Row lines, AxisWeights::Row columns, const float* values,
                  int64_t width, int64_t channels, std::vector<WeightedRow>& taps) {
  taps.clear();
  for (const auto& line : lines) {
    for (const auto& column : columns) {
      taps.push_back({values + (line.position * width + column.position) * channels,
                      line.weight * column.weight});
    }
  }
}

/// One box -> output (channels, height * width).
void pool_box(const float* box, const MapView& map, int64_t image, const RoiAlignOptions& options,
              Workspace& work, float* output) {
  weigh_axes(box, map, options, work);
  const float* pixels = map.data + image * map.height * map.width * map.channels;
  work.cells.resize(static_cast<std::size_t>(options.height * options.width * map.channels));
  float* cell = work.cells.data();
  for (int64_t y = 0; y < options.height; ++y) {
    for (int64_t x = 0; x < options.width; ++x, cell += map.channels) {
      collect_taps(work.vertical.row(y), work.horizontal.row(x), pixels, map.width, map.channels,
                   work.taps);
      weighted_sum(work.taps.data(), static_cast<int64_t>(work.taps.size()), map.channels,
                   SumMode::kStore, cell);
    }
  }
  transpose(work.cells.data(), options.height * options.width, map.channels, output);
}

/// Adds the gradient of one box's cells, (channels, height * width), to `channels` channels of its
/// map, starting at `first_channel`. Works pixel by pixel, so that each is written once.
void spread_box(const float* gradient, const MapView& map, int64_t image, int64_t first_channel,
                int64_t channels, const RoiAlignOptions& options, Workspace& work) {
  work.by_line.assign_transposed(work.vertical);
  work.by_column.assign_transposed(work.horizontal);
  work.cells.resize(static_cast<std::size_t>(options.height * options.width * channels));
  transpose(gradient, channels, options.height * options.width, work.cells.data());
  for (int64_t i = 0; i < work.by_line.rows(); ++i) {
    const AxisWeights::Row lines = work.by_line.row(i);
    if (lines.size() == 0) continue;
    const int64_t y = work.by_line.first_position() + i;
    for (int64_t j = 0; j < work.by_column.rows(); ++j) {
      const AxisWeights::Row columns = work.by_column.row(j);
      if (columns.size() == 0) continue;
      const int64_t x = work.by_column.first_position() + j;
      collect_taps(lines, columns, work.cells.data(), options.width, channels, work.taps);
      const int64_t pixel = (image * map.height + y) * map.width + x;
      weighted_sum(work.taps.data(), static_cast<int64_t>(work.taps.size()), channels,
                   SumMode::kAdd, map.data + pixel * map.channels + first_channel);
    }
  }
}

}  // namespace

torch::Tensor roi_align_forward(const ScaledMaps& features, const RoiRows& rows,
                                const RoiAlignOptions& options) {
  std::vector<torch::Tensor> maps;  // keep converted copies alive
  std::vector<MapView> views;
  for (std::size_t l = 0; l < features.maps.size(); ++l) {
    maps.push_back(features.maps[l].contiguous(torch::MemoryFormat::ChannelsLast));
    views.push_back(view_map(maps.back(), features.scales[l]));
  }
  const RowsView view(rows);
  check_range(view.level, view.count, static_cast<int64_t>(maps.size()), "level");
  check_range(view.image, view.count, maps.front().size(0), "image_index");

  const int64_t channels = maps.front().size(1);
  const int64_t row_size = channels * options.height * options.width;
  auto output = torch::empty({view.count, channels, options.height, options.width},
                             torch::TensorOptions().dtype(torch::kFloat32));
  float* const output_data = output.data_ptr<float>();
  at::parallel_for(0, view.count, 1, [&](int64_t begin, int64_t end) {
    Workspace work;
    for (int64_t r = begin; r < end; ++r) {
      pool_box(view.boxes + 4 * r, views[static_cast<std::size_t>(view.level[r])], view.image[r],
               options, work, output_data + r * row_size);
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
    views.push_back(view_map(gradients.back(), maps.scales[l]));
  }
  const RowsView view(rows);
  const auto dense = gradient.to(torch::kFloat32).contiguous();
  const float* const dense_data = dense.data_ptr<float>();

  constexpr int64_t kBlock = 16;  // channels: one cache line, so that owners do not share lines
  const int64_t channels = maps.sizes.front()[1];
  const int64_t cells = options.height * options.width;
  at::parallel_for(0, (channels + kBlock - 1) / kBlock, 1, [&](int64_t begin, int64_t end) {
    Workspace work;
    const int64_t first = begin * kBlock;
    const int64_t count = std::min(end * kBlock, channels) - first;
    for (int64_t r = 0; r < view.count; ++r) {
      const MapView& map = views[static_cast<std::size_t>(view.level[r])];
      weigh_axes(view.boxes + 4 * r, map, options, work);
      spread_box(dense_data + (r * channels + first) * cells, map, view.image[r], first, count,
                 options, work);
    }
  });
  return gradients;
}

}  // namespace hoi
