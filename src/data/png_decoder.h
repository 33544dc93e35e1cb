#pragma once

#include <string_view>

#include <opencv2/core.hpp>

namespace hoi {

/// Decodes a PNG file, EXIF orientation ignored -> (height, width) of 8-bit B, G, R. Grey, palette
/// and 16-bit pictures are converted, transparent parts become white. Throws std::runtime_error
/// with the reason for what cannot be decoded. Unlike cv::imdecode() it never writes to standard
/// error.
cv::Mat decode_png(std::string_view bytes);

}  // namespace hoi
