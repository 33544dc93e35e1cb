#include "domain/polygon_mask.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace hoi {
namespace {

constexpr std::int64_t kStepsPerPixel = 5;
constexpr std::int64_t kBeforeMiddle = 2, kAfterMiddle = 3;  // grid steps around a pixel's middle

/// A corner on the fine grid.
struct GridPoint {
  std::int64_t x = 0, y = 0;
};

double written_number(double value) { return value; }

/// The number that a file said. Coordinates with few decimals, such as 0.7, lie exactly between two
/// steps of the grid, and the nearest float would decide to which one they go.
double written_number(float value) {
  const double decimal = std::round(double{value} * 1000) / 1000;
  return static_cast<float>(decimal) == value ? decimal : double{value};
}

std::int64_t grid_step(double coordinate) {
  constexpr double kFarthest = 2147483647;  // what the COCO API can count to
  const double steps = double{kStepsPerPixel} * coordinate + 0.5;
  if (!(steps > -kFarthest)) return static_cast<std::int64_t>(-kFarthest);
  return static_cast<std::int64_t>(std::min(steps, kFarthest));
}

/// Collects where the edges of one polygon pass the middles of pixel columns.
class ColumnCrossings {
 public:
  ColumnCrossings(int width, int height) : width_(width), height_(height) {}

  void add_edge(GridPoint from, GridPoint to);
  RunLengthMask mask();

 private:
  void add_flat_edge(GridPoint left, GridPoint right);
  void add_steep_edge(GridPoint top, GridPoint bottom);
  void add(std::int64_t column, std::int64_t y);
  void cancel_pairs();

  std::int64_t first_column(std::int64_t left) const {
    return std::max<std::int64_t>(0, (left - kBeforeMiddle + kStepsPerPixel - 1) / kStepsPerPixel);
  }
  std::int64_t last_column(std::int64_t right) const {
    if (right < kAfterMiddle) return -1;
    return std::min<std::int64_t>(width_ - 1, (right - kAfterMiddle) / kStepsPerPixel);
  }

  std::int64_t width_, height_;
  std::vector<std::uint32_t> positions_;  // numbers of pixels, as in RunLengthMask
  std::size_t next_cancelling_ = std::size_t{1} << 20;
};

void ColumnCrossings::add(std::int64_t column, std::int64_t y) {
  const std::int64_t below = y < 0 ? 0 : (y + kBeforeMiddle) / kStepsPerPixel;
  positions_.push_back(static_cast<std::uint32_t>(column * height_ + std::min(below, height_)));
  if (positions_.size() < next_cancelling_) return;
  cancel_pairs();  // so that many edges cannot take more memory than the pixels would
  next_cancelling_ = std::max(next_cancelling_, 2 * positions_.size());
}

void ColumnCrossings::add_edge(GridPoint from, GridPoint to) {
  if (std::abs(to.x - from.x) >= std::abs(to.y - from.y)) {
    from.x <= to.x ? add_flat_edge(from, to) : add_flat_edge(to, from);
  } else {
    from.y <= to.y ? add_steep_edge(from, to) : add_steep_edge(to, from);
  }
}

void ColumnCrossings::add_flat_edge(GridPoint left, GridPoint right) {
  const double slope =
      static_cast<double>(right.y - left.y) / static_cast<double>(right.x - left.x);
  const auto y_at = [&](std::int64_t x) {
    return static_cast<std::int64_t>(static_cast<double>(left.y) +
                                     slope * static_cast<double>(x - left.x) + 0.5);
  };
  for (std::int64_t column = first_column(left.x); column <= last_column(right.x); ++column) {
    const std::int64_t x = column * kStepsPerPixel;
    add(column, std::min(y_at(x + kBeforeMiddle), y_at(x + kAfterMiddle)));
  }
}

void ColumnCrossings::add_steep_edge(GridPoint top, GridPoint bottom) {
  const std::int64_t steps = bottom.y - top.y;
  const double slope = static_cast<double>(bottom.x - top.x) / static_cast<double>(steps);
  const bool rightwards = bottom.x > top.x;
  const auto [left, right] = std::minmax(top.x, bottom.x);
  for (std::int64_t column = first_column(left); column <= last_column(right); ++column) {
    const std::int64_t middle = column * kStepsPerPixel + kBeforeMiddle;  // and a half
    const auto is_past = [&](std::int64_t step) {
      const auto x = static_cast<std::int64_t>(static_cast<double>(top.x) +
                                               slope * static_cast<double>(step) + 0.5);
      return rightwards ? x > middle : x <= middle;
    };
    std::int64_t before = 0, past = steps;  // the first step past the middle lies in (before, past]
    while (past - before > 1) {
      const std::int64_t step = before + (past - before) / 2;
      (is_past(step) ? past : before) = step;
    }
    add(column, top.y + before);
  }
}

/// Sorts and drops positions that occur an even number of times.
void ColumnCrossings::cancel_pairs() {
  std::sort(positions_.begin(), positions_.end());
  std::size_t kept = 0;
  for (const std::uint32_t position : positions_) {
    if (kept > 0 && positions_[kept - 1] == position) {
      --kept;
    } else {
      positions_[kept++] = position;
    }
  }
  positions_.resize(kept);
}

RunLengthMask ColumnCrossings::mask() {
  cancel_pairs();
  const auto pixels = static_cast<std::uint32_t>(width_ * height_);
  RunLengthMask mask{static_cast<int>(width_), static_cast<int>(height_), {}};
  std::uint32_t covered = 0;
  for (const std::uint32_t position : positions_) {
    mask.counts.push_back(position - covered);
    covered = position;
  }
  if (covered < pixels || mask.counts.empty()) mask.counts.push_back(pixels - covered);
  return mask;
}

template <class Number>
RunLengthMask mask_of_outline(const std::vector<Number>& outline, int width, int height) {
  ColumnCrossings crossings(width, height);
  const std::size_t corners = outline.size() / 2;
  const auto corner = [&](std::size_t i) {
    return GridPoint{grid_step(written_number(outline[2 * i])),
                     grid_step(written_number(outline[2 * i + 1]))};
  };
  for (std::size_t i = 0; i < corners; ++i) {
    crossings.add_edge(corner(i), corner(i + 1 < corners ? i + 1 : 0));
  }
  return crossings.mask();
}

template <class Number>
RunLengthMask union_of_outlines(const std::vector<std::vector<Number>>& polygons, int width,
                                int height) {
  std::vector<RunLengthMask> masks;
  for (const auto& outline : polygons) masks.push_back(mask_of_outline(outline, width, height));
  return masks.size() == 1 ? std::move(masks.front()) : merge_masks(masks, width, height);
}

}  // namespace

RunLengthMask polygon_mask(const std::vector<std::vector<float>>& polygons, int width, int height) {
  return union_of_outlines(polygons, width, height);
}

RunLengthMask polygon_mask(const std::vector<std::vector<double>>& polygons, int width,
                           int height) {
  return union_of_outlines(polygons, width, height);
}

std::optional<RunLengthMask> instance_mask(const InstanceAnnotation& instance, int width,
                                           int height) {
  if (instance.run_lengths) {
    const bool fits =
        instance.run_lengths->width == width && instance.run_lengths->height == height;
    return fits ? instance.run_lengths : std::nullopt;
  }
  const auto is_side = [](int side) { return side >= 1 && side <= kLargestMaskSide; };
  if (instance.polygons.empty() || !is_side(width) || !is_side(height)) return std::nullopt;
  return polygon_mask(instance.polygons, width, height);
}

}  // namespace hoi
