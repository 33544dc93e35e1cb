#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <opencv2/core.hpp>

namespace hoi {

/// What an image file may cost before it is refused. Checked on the header, before any pixel is
/// decoded: a PNG of one megabyte can unpack to gigabytes.
struct ImageLimits {
  double max_megapixels = 64;
  std::int64_t max_side = 65535;  ///< pixels
  std::int64_t max_file_megabytes = 256;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("max_megapixels", max_megapixels);
    fields.value("max_side", max_side);
    fields.value("max_file_megabytes", max_file_megabytes);
  }
};

/// A decoded picture, upright.
struct Image {
  cv::Mat bgr;  ///< (height, width) of 8-bit B, G, R; EXIF orientation applied

  int width() const { return bgr.cols; }  ///< of the original file as a person sees it
  int height() const { return bgr.rows; }
};

/// Reads a JPEG, PNG, WebP or BMP file, known by its magic bytes, or a picture inside of a shard
/// (data/packed_picture.h). Grey, palette, 16-bit, alpha and
/// CMYK pictures become 8-bit BGR, transparent parts of a PNG white. Throws InputError naming the
/// file and why it is refused: missing, empty, no image, cut off, too large, damaged.
Image read_image(const std::filesystem::path& path, const ImageLimits& limits = {});

/// The same for a file already in memory; `name` stands for it in messages.
Image decode_image(std::string_view bytes, const std::string& name, const ImageLimits& limits = {});

/// Width and height of an upright image from its header only, a few kilobytes of reading; nothing
/// when the file is missing or its header cannot be understood.
std::optional<std::pair<int, int>> read_image_size(const std::filesystem::path& path);

/// `bgr` (8-bit, 1 or 3 channels, not empty) as the bytes of a PNG file.
std::string encode_png(const cv::Mat& bgr);

/// The same as a JPEG file; quality in [1, 100].
std::string encode_jpeg(const cv::Mat& bgr, int quality = 92);

/// Writes a PNG, or a JPEG when the name ends in .jpg or .jpeg, atomically. Throws InputError for
/// another ending or when the disk refuses.
void write_image(const std::filesystem::path& path, const cv::Mat& bgr, int jpeg_quality = 92);

}  // namespace hoi
