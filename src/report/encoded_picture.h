#pragma once

#include <optional>
#include <string_view>

#include "base/image_header.h"

namespace hoi {

/// The header of a PNG or JPEG file that nobody vouches for; the pixels are not looked at. Nothing
/// for a file of another format, and when the header is cut off or says nonsense.
std::optional<ImageHeader> read_picture_header(std::string_view bytes);

/// "image/png" or "image/jpeg".
const char* media_type(ImageFormat format);

}  // namespace hoi
