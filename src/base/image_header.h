#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hoi {

/// The image formats that this program reads.
enum class ImageFormat { kJpeg, kPng, kWebp, kBmp };

/// What the first bytes of an image file say, without decoding a pixel.
struct ImageHeader {
  ImageFormat format = ImageFormat::kJpeg;
  std::int64_t width = 0, height = 0;  ///< as stored, before the EXIF orientation; both > 0
  int orientation = 1;                 ///< EXIF orientation, 1 (upright) to 8
  /// Of a JPEG or PNG: 1 grey, 2 grey and alpha, 3 colour or palette, 4 with alpha or CMYK; any
  /// other number is nonsense. 0 of other formats.
  int channels = 0;

  /// Whether the orientation exchanges width and height.
  bool is_transposed() const { return orientation >= 5; }
};

/// The format by its magic bytes, whatever the file is called; nothing for any other file.
std::optional<ImageFormat> sniff_image_format(std::string_view bytes);

/// Reads the header from the start of a file (a prefix is enough as far as it goes); nothing when
/// the format is unknown or the header is damaged or cut off.
std::optional<ImageHeader> parse_image_header(std::string_view bytes);

/// Whether `bytes`, a whole file of this format, reaches its own end: end-of-image marker (JPEG),
/// IEND chunk (PNG), announced length (WebP, uncompressed BMP). Anything after that end is ignored.
bool is_complete_image(std::string_view bytes, ImageFormat format);

}  // namespace hoi
