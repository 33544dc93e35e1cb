#pragma once

#include <string>

namespace hoi {

/// The bytes that hexadecimal digits stand for.
inline std::string bytes_of_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/// A whole PNG file: 3 x 2 red pixels, RGB.
inline std::string small_png() {
  return bytes_of_hex(
      "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d0000001049444154789c633821"
      "2707"
      "410c701600410006193c4541960000000049454e44ae426082");
}

/// The beginning of a JPEG file of 300 x 200 pixels: an application segment, then a baseline frame
/// of three components.
inline std::string jpeg_beginning() {
  return bytes_of_hex("ffd8ffe000044a46ffc000110800c8012c03012200021101031101");
}

}  // namespace hoi
