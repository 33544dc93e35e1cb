#include "inference/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hoi {
namespace {

constexpr double kInside = 0.5;

/// Where the centre of a pixel lies among the centres of the tiles along one axis: the value there
/// is tile[low] + fraction * (tile[high] - tile[low]).
struct TilePosition {
  std::size_t low = 0, high = 0;
  double fraction = 0;
};

/// The pixels begin, begin + 1, ... of the image along one axis whose centres lie in the box.
struct PastedAxis {
  int begin = 0;
  std::vector<TilePosition> pixels;
};

PastedAxis pasted_axis(double from, double to, int side, int image_pixels) {
  const auto first_centre_at = [&](double coordinate) {
    return static_cast<int>(
        std::clamp(std::ceil(coordinate - 0.5), 0.0, static_cast<double>(image_pixels)));
  };
  const auto last = static_cast<std::size_t>(side) - 1;
  PastedAxis axis;
  axis.begin = first_centre_at(from);
  const int end = first_centre_at(to);
  for (int pixel = axis.begin; pixel < end; ++pixel) {
    const double tile = std::max(0.0, (pixel + 0.5 - from) * side / (to - from) - 0.5);
    const std::size_t low = std::min(last, static_cast<std::size_t>(tile));
    axis.pixels.push_back({low, std::min(last, low + 1), tile - static_cast<double>(low)});
  }
  return axis;
}

/// Writes a mask from ranges of pixels in the order of its runs.
class RunWriter {
 public:
  RunWriter(int width, int height) : mask_{width, height, {}} {}

  void add(std::uint64_t begin, std::uint64_t end) {
    if (mask_.counts.empty() || begin > written_) {
      mask_.counts.push_back(static_cast<std::uint32_t>(begin - written_));
      mask_.counts.push_back(0);
    }
    mask_.counts.back() += static_cast<std::uint32_t>(end - begin);
    written_ = end;
  }

  RunLengthMask finish() && {
    const auto pixels =
        static_cast<std::uint64_t>(mask_.width) * static_cast<std::uint64_t>(mask_.height);
    if (pixels > written_ || mask_.counts.empty()) {
      mask_.counts.push_back(static_cast<std::uint32_t>(pixels - written_));
    }
    return std::move(mask_);
  }

 private:
  RunLengthMask mask_;
  std::uint64_t written_ = 0;  // pixels that the counts cover
};

/// The rows of a box, cut into segments between the centres of two tiles.
class PastedColumn {
 public:
  explicit PastedColumn(const PastedAxis& rows) : rows_(rows) {
    for (std::size_t row = 0; row < rows.pixels.size(); ++row) {
      if (row == 0 || rows.pixels[row].low != rows.pixels[row - 1].low) cuts_.push_back(row);
    }
    cuts_.push_back(rows.pixels.size());
  }

  /// tiles: the values of the column at the centres of the tiles. start: of the column in the order
  /// of the runs.
  void write(const std::vector<double>& tiles, std::uint64_t start, RunWriter& runs) const {
    const std::uint64_t offset = start + static_cast<std::uint64_t>(rows_.begin);
    const auto is_inside = [&](const TilePosition& at) {
      return tiles[at.low] + at.fraction * (tiles[at.high] - tiles[at.low]) > kInside;
    };
    for (std::size_t k = 0; k + 1 < cuts_.size(); ++k) {
      const auto begin = rows_.pixels.begin() + static_cast<std::ptrdiff_t>(cuts_[k]);
      const auto end = rows_.pixels.begin() + static_cast<std::ptrdiff_t>(cuts_[k + 1]);
      const bool starts_inside = is_inside(*begin), ends_inside = is_inside(*(end - 1));
      if (!starts_inside && !ends_inside) continue;
      // The value is monotone in a segment, rounding included: it passes one half at most once.
      const auto change = starts_inside == ends_inside
                              ? end
                              : std::partition_point(begin, end, [&](const TilePosition& at) {
                                  return is_inside(at) == starts_inside;
                                });
      const auto change_row = static_cast<std::uint64_t>(change - rows_.pixels.begin());
      runs.add(offset + (starts_inside ? cuts_[k] : change_row),
               offset + (starts_inside ? change_row : cuts_[k + 1]));
    }
  }

 private:
  const PastedAxis& rows_;
  std::vector<std::size_t> cuts_;  // first rows of the segments, then the number of rows
};

bool has_finite_area(const Box& box) {
  return box.x2 > box.x1 && box.y2 > box.y1 && std::isfinite(box.x1) && std::isfinite(box.y1) &&
         std::isfinite(box.x2) && std::isfinite(box.y2);
}

}  // namespace

RunLengthMask paste_mask(const float* probabilities, int side, const Box& box, int width,
                         int height) {
  RunWriter runs(width, height);
  if (!has_finite_area(box)) return std::move(runs).finish();
  const PastedAxis columns = pasted_axis(box.x1, box.x2, side, width);
  const PastedAxis rows = pasted_axis(box.y1, box.y2, side, height);
  if (rows.pixels.empty()) return std::move(runs).finish();
  const PastedColumn column(rows);
  const auto tiles_per_side = static_cast<std::size_t>(side);
  std::vector<double> tiles(tiles_per_side);
  std::uint64_t start =
      static_cast<std::uint64_t>(columns.begin) * static_cast<std::uint64_t>(height);
  for (const TilePosition& at : columns.pixels) {
    for (std::size_t i = 0; i < tiles_per_side; ++i) {
      const float* row = probabilities + i * tiles_per_side;
      tiles[i] = row[at.low] + at.fraction * (double{row[at.high]} - double{row[at.low]});
    }
    column.write(tiles, start, runs);
    start += static_cast<std::uint64_t>(height);
  }
  return std::move(runs).finish();
}

}  // namespace hoi
