#pragma once

#include <optional>
#include <string_view>

namespace hoi {

enum class PictureEncoding { kPng, kJpeg };

/// What the first bytes of an encoded picture say.
struct PictureHeader {
  PictureEncoding encoding = PictureEncoding::kPng;
  int width = 0, height = 0;  ///< pixels, at least 1
  int channels = 0;           ///< 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha
};

/// Reads the header of a PNG or JPEG file that nobody vouches for; the pixels are not looked at.
/// Nothing when it is neither, or the header is cut off or says nonsense.
std::optional<PictureHeader> read_picture_header(std::string_view bytes);

/// "image/png" or "image/jpeg".
const char* media_type(PictureEncoding encoding);

}  // namespace hoi
