#pragma once

#include <string_view>

#include <opencv2/core.hpp>

namespace hoi {

/// Decodes a JPEG file, EXIF orientation ignored -> (height, width) of 8-bit B, G, R. Grey, YCbCr,
/// RGB, CMYK and YCCK are converted. Throws std::runtime_error with the reason for what cannot be
/// decoded or lacks a part of its pixels; damage that costs no pixels is passed over. Unlike
/// cv::imdecode() it never writes to standard error.
cv::Mat decode_jpeg(std::string_view bytes);

}  // namespace hoi
