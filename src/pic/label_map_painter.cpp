#include "pic/label_map_painter.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "pic/instance_regions.h"

namespace hoi {
namespace {

/// Rows of the list, largest mask first.
std::vector<std::size_t> by_falling_area(const std::vector<PaintedInstance>& instances) {
  std::vector<std::int64_t> areas;
  for (const PaintedInstance& instance : instances) areas.push_back(mask_area(instance.mask));
  std::vector<std::size_t> order(instances.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return areas[a] > areas[b]; });
  return order;
}

void paint_runs(const RunLengthMask& mask, std::uint8_t value, std::vector<std::uint8_t>& columns) {
  std::size_t at = 0;
  bool inside = false;
  for (const std::uint32_t count : mask.counts) {
    if (inside) std::memset(columns.data() + at, value, count);
    at += count;
    inside = !inside;
  }
}

/// The first pixel whose centre is not before `coordinate`, in [0, size].
std::uint32_t first_centre(float coordinate, int size) {
  if (!(coordinate > 0)) return 0;  // NaN too
  const float limited = std::min(coordinate, static_cast<float>(size) + 1);
  return static_cast<std::uint32_t>(
      std::clamp(static_cast<int>(std::ceil(limited - 0.5F)), 0, size));
}

}  // namespace

SegmentedImage paint_instances(const std::vector<PaintedInstance>& instances, int width,
                               int height) {
  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  std::vector<std::uint8_t> semantic(pixels, 0), instance(pixels, 0);
  for (const std::size_t row : by_falling_area(instances)) {
    const PaintedInstance& painted = instances[row];
    if (painted.mask.width != width || painted.mask.height != height || !is_valid(painted.mask)) {
      continue;
    }
    paint_runs(painted.mask, painted.semantic, semantic);
    paint_runs(painted.mask, painted.instance, instance);
  }
  return {map_of_columns(semantic, width, height), map_of_columns(instance, width, height)};
}

RunLengthMask box_mask(const Box& box, int width, int height) {
  const std::uint32_t left = first_centre(box.x1, width), right = first_centre(box.x2, width);
  const std::uint32_t top = first_centre(box.y1, height), bottom = first_centre(box.y2, height);
  const auto rows = static_cast<std::uint32_t>(height);
  const std::uint32_t pixels = static_cast<std::uint32_t>(width) * rows;
  if (left >= right || top >= bottom) return {width, height, {pixels}};
  if (bottom - top == rows) {  // whole columns are one run
    RunLengthMask mask{width, height, {left * rows, (right - left) * rows}};
    if (right * rows < pixels) mask.counts.push_back(pixels - right * rows);
    return mask;
  }
  RunLengthMask mask{width, height, {left * rows + top}};
  for (std::uint32_t x = left; x < right; ++x) {
    mask.counts.push_back(bottom - top);
    const bool is_last = x + 1 == right;
    mask.counts.push_back(is_last ? pixels - (x * rows + bottom) : rows - (bottom - top));
  }
  if (mask.counts.back() == 0) mask.counts.pop_back();
  return mask;
}

std::array<bool, 256> values_of(const LabelMap& map) {
  std::array<bool, 256> found{};
  for (const std::uint8_t value : map.values) found[value] = true;
  return found;
}

}  // namespace hoi
