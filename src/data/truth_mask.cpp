#include "data/truth_mask.h"

#include <algorithm>
#include <vector>

#include <ATen/Functions.h>

namespace hoi {
namespace {

/// Sums of a mask from the top left corner to the corner of every pixel, interpolated in between:
/// the area inside of any rectangle, exactly, from four lookups.
class AreaTable {
 public:
  explicit AreaTable(const RunLengthMask& mask)
      : width_(mask.width),
        height_(mask.height),
        sums_(static_cast<std::size_t>(width_ + 1) * static_cast<std::size_t>(height_ + 1), 0) {
    const auto pixels = decode_mask(mask);
    std::size_t pixel = 0;
    for (int y = 0; y < height_; ++y) {
      std::int32_t row = 0;
      for (int x = 0; x < width_; ++x) {
        row += pixels[pixel++];
        sums_[index(x + 1, y + 1)] = sums_[index(x + 1, y)] + row;
      }
    }
  }

  /// Area inside of [0, x) x [0, y); x and y may lie beyond the image.
  double up_to(double x, double y) const {
    x = std::clamp(x, 0.0, static_cast<double>(width_));
    y = std::clamp(y, 0.0, static_cast<double>(height_));
    const int left = std::min(static_cast<int>(x), std::max(width_ - 1, 0));
    const int top = std::min(static_cast<int>(y), std::max(height_ - 1, 0));
    const double right_part = x - left, lower_part = y - top;
    return (1 - lower_part) * ((1 - right_part) * at(left, top) + right_part * at(left + 1, top)) +
           lower_part * ((1 - right_part) * at(left, top + 1) + right_part * at(left + 1, top + 1));
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_ + 1) +
           static_cast<std::size_t>(x);
  }
  double at(int x, int y) const { return sums_[index(std::min(x, width_), std::min(y, height_))]; }

  int width_, height_;
  std::vector<std::int32_t> sums_;
};

}  // namespace

torch::Tensor truth_mask(const RunLengthMask& mask, const Box& box, std::int64_t tiles) {
  auto result = torch::zeros({tiles, tiles});
  if (box.area() <= 0) return result;
  const AreaTable areas(mask);
  const double width = (double{box.x2} - double{box.x1}) / static_cast<double>(tiles);
  const double height = (double{box.y2} - double{box.y1}) / static_cast<double>(tiles);
  std::vector<double> above(static_cast<std::size_t>(tiles) + 1), below = above;
  const auto corners = [&](std::int64_t row, std::vector<double>& sums) {
    for (std::int64_t column = 0; column <= tiles; ++column) {
      sums[static_cast<std::size_t>(column)] =
          areas.up_to(double{box.x1} + width * static_cast<double>(column),
                      double{box.y1} + height * static_cast<double>(row));
    }
  };
  auto* value = result.data_ptr<float>();
  corners(0, above);
  for (std::int64_t row = 0; row < tiles; ++row) {
    corners(row + 1, below);
    for (std::size_t column = 0; column < static_cast<std::size_t>(tiles); ++column) {
      const double area = below[column + 1] - below[column] - above[column + 1] + above[column];
      *value++ = static_cast<float>(std::clamp(area / (width * height), 0.0, 1.0));
    }
    std::swap(above, below);
  }
  return result;
}

}  // namespace hoi
