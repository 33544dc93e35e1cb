#pragma once

#include <cstdint>
#include <vector>

namespace hoi {

/// One small number per pixel, row by row: semantic classes or instance numbers of an image.
struct LabelMap {
  int width = 0, height = 0;
  std::vector<std::uint8_t> values;  ///< height * width

  std::uint8_t at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

}  // namespace hoi
