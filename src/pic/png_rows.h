#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hoi {

/// The pixels of a PNG file as they are stored, row by row, interlaced ones put in order. pixels:
/// room for the height in the file times `row_bytes`, the bytes that a row has. Returns why the
/// file cannot be read, empty when it was. libpng's warnings are dropped.
std::string read_png_rows(std::string_view bytes, std::uint8_t* pixels, std::size_t row_bytes);

/// The PNG file of width * height gray values of 8 bits, both at least 1.
std::string png_of_gray_rows(const std::uint8_t* values, int width, int height);

}  // namespace hoi
