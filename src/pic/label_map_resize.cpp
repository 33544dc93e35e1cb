#include "pic/label_map_resize.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hoi {
namespace {

/// For each target pixel along one axis, the pixel it is taken from.
std::vector<int> nearest_sources(int source_size, int target_size) {
  const double scale = static_cast<double>(target_size) / source_size;
  const double step = 1.0 / scale;
  std::vector<int> sources(static_cast<std::size_t>(target_size));
  for (int i = 0; i < target_size; ++i) {
    sources[static_cast<std::size_t>(i)] =
        std::min(static_cast<int>(std::floor(i * step)), source_size - 1);
  }
  return sources;
}

}  // namespace

LabelMap resize_label_map(const LabelMap& map, int width, int height) {
  if (map.width < 1 || map.height < 1 || width < 1 || height < 1) {
    throw std::invalid_argument("resize_label_map: a size without pixels");
  }
  if (map.width == width && map.height == height) return map;
  const auto columns = nearest_sources(map.width, width);
  LabelMap result{width, height, {}};
  result.values.reserve(columns.size() * static_cast<std::size_t>(height));
  for (const int y : nearest_sources(map.height, height)) {
    const std::uint8_t* row = map.values.data() + static_cast<std::size_t>(y) * map.width;
    for (const int x : columns) result.values.push_back(row[x]);
  }
  return result;
}

}  // namespace hoi
