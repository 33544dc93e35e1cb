#include "report/encoded_picture.h"

#include <cstddef>
#include <cstdint>

namespace hoi {
namespace {

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::uint32_t kLargestSide = 1 << 24;

/// `count` bytes at `at`, the highest first. The caller has checked that they are there.
std::uint32_t big_endian_at(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

std::optional<PictureHeader> checked_header(PictureEncoding encoding, std::uint32_t width,
                                            std::uint32_t height, int channels) {
  const bool sane = width > 0 && height > 0 && width <= kLargestSide && height <= kLargestSide &&
                    channels >= 1 && channels <= 4;
  if (!sane) return std::nullopt;
  return PictureHeader{encoding, static_cast<int>(width), static_cast<int>(height), channels};
}

std::optional<PictureHeader> read_png_header(std::string_view bytes) {
  constexpr std::size_t kType = 12, kWidth = 16, kHeight = 20, kColourType = 25;
  if (bytes.size() <= kColourType || bytes.substr(kType, 4) != "IHDR") return std::nullopt;
  int channels = 0;
  switch (bytes[kColourType]) {
    case 0:
      channels = 1;
      break;
    case 2:
    case 3:
      channels = 3;
      break;  // a palette holds colours
    case 4:
      channels = 2;
      break;
    case 6:
      channels = 4;
      break;
    default:
      return std::nullopt;
  }
  return checked_header(PictureEncoding::kPng, big_endian_at(bytes, kWidth, 4),
                        big_endian_at(bytes, kHeight, 4), channels);
}

/// Markers that begin a frame and so hold the size: C0..CF without the tables C4, C8 and CC.
bool is_frame_marker(unsigned marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

std::optional<PictureHeader> read_jpeg_header(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == '\xFF') {
    const unsigned marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    const std::uint32_t length = big_endian_at(bytes, at + 2, 2);
    if (length < 2) return std::nullopt;
    if (is_frame_marker(marker)) {
      if (at + 10 > bytes.size()) return std::nullopt;
      const std::uint32_t height = big_endian_at(bytes, at + 5, 2);
      const std::uint32_t width = big_endian_at(bytes, at + 7, 2);
      return checked_header(PictureEncoding::kJpeg, width, height, bytes[at + 9]);
    }
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PictureHeader> read_picture_header(std::string_view bytes) {
  if (bytes.substr(0, kPngSignature.size()) == kPngSignature) return read_png_header(bytes);
  if (bytes.substr(0, 2) == "\xFF\xD8") return read_jpeg_header(bytes);
  return std::nullopt;
}

const char* media_type(PictureEncoding encoding) {
  return encoding == PictureEncoding::kPng ? "image/png" : "image/jpeg";
}

}  // namespace hoi
