#include "report/encoded_picture.h"

namespace hoi {

std::optional<ImageHeader> read_picture_header(std::string_view bytes) {
  const auto header = parse_image_header(bytes);
  const bool can_be_shown =
      header && (header->format == ImageFormat::kPng || header->format == ImageFormat::kJpeg) &&
      header->channels >= 1 && header->channels <= 4;
  return can_be_shown ? header : std::nullopt;
}

const char* media_type(ImageFormat format) {
  return format == ImageFormat::kPng ? "image/png" : "image/jpeg";
}

}  // namespace hoi
