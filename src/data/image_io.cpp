#include "data/image_io.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/image_header.h"
#include "data/jpeg_decoder.h"
#include "data/packed_picture.h"
#include "data/png_decoder.h"

namespace hoi {
namespace {

constexpr std::int64_t kMegabyte = std::int64_t{1} << 20;

/// OpenCV reports on standard error by default; everything it has to say arrives as an exception.
void silence_opencv() {
  static const bool done = [] {
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
    return true;
  }();
  static_cast<void>(done);
}

void check_limits(std::int64_t width, std::int64_t height, const std::string& name,
                  const ImageLimits& limits) {
  const double megapixels = static_cast<double>(width) * static_cast<double>(height) * 1e-6;
  if (megapixels > limits.max_megapixels) {
    throw InputError(fmt::format("{}: {} x {} pixels are {:.0f} megapixels; the limit is {:g}",
                                 name, width, height, megapixels, limits.max_megapixels));
  }
  if (std::max(width, height) > limits.max_side) {
    throw InputError(fmt::format("{}: {} x {} pixels; the limit is {} pixels a side", name, width,
                                 height, limits.max_side));
  }
}

cv::Mat decode_pixels(std::string_view bytes, ImageFormat format) {
  // OpenCV would decode these two as well, but lets libjpeg and libpng write to standard error, for
  // harmless oddities of many photographs too.
  if (format == ImageFormat::kJpeg) return decode_jpeg(bytes);
  if (format == ImageFormat::kPng) return decode_png(bytes);
  // imdecode() only reads the bytes, but its interface wants a Mat of them.
  const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
  const cv::Mat pixels = cv::imdecode(buffer, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  if (pixels.empty()) throw std::runtime_error("the decoder gave up");
  return pixels;
}

/// Undoes the EXIF orientation, so that the picture is upright.
cv::Mat upright(const cv::Mat& stored, int orientation) {
  cv::Mat turned = stored;
  if (orientation >= 5) turned = stored.t();
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(turned, turned, 1);
      break;
    case 3:
    case 7:
      cv::flip(turned, turned, -1);
      break;
    case 4:
    case 8:
      cv::flip(turned, turned, 0);
      break;
    default:
      break;
  }
  return turned;
}

std::string encode_image(const cv::Mat& bgr, const char* extension,
                         const std::vector<int>& parameters) {
  silence_opencv();
  CV_Assert(!bgr.empty() && bgr.depth() == CV_8U);
  std::vector<unsigned char> buffer;
  cv::imencode(extension, bgr, buffer, parameters);
  return std::string(buffer.begin(), buffer.end());
}

Image read_packed_image(const PackedLocation& location, const ImageLimits& limits) {
  const PackedPicture picture(location);
  check_limits(picture.width(), picture.height(), (location.shard / location.name).string(),
               limits);
  cv::Mat bgr(static_cast<int>(picture.height()), static_cast<int>(picture.width()), CV_8UC3);
  picture.read(bgr.data);
  return {bgr};
}

std::optional<std::pair<int, int>> packed_image_size(const PackedLocation& location) {
  try {
    const PackedPicture picture(location);
    return std::pair(static_cast<int>(picture.width()), static_cast<int>(picture.height()));
  } catch (const InputError&) {
    return std::nullopt;
  }
}

std::string lower_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

}  // namespace

Image decode_image(std::string_view bytes, const std::string& name, const ImageLimits& limits) {
  silence_opencv();
  if (bytes.empty()) throw InputError(name + ": the file is empty");
  const auto format = sniff_image_format(bytes);
  if (!format) throw InputError(name + ": not a JPEG, PNG, WebP or BMP image");
  const auto header = parse_image_header(bytes);
  if (!header) throw InputError(name + ": the image header is damaged or cut off");
  check_limits(header->width, header->height, name, limits);
  if (!is_complete_image(bytes, *format)) {
    throw InputError(name + ": the image is cut off: the file ends before the picture does");
  }
  try {
    return {upright(decode_pixels(bytes, *format), header->orientation)};
  } catch (const cv::Exception& error) {
    throw InputError(fmt::format("{}: the image is damaged ({})", name, error.err));
  } catch (const std::runtime_error& error) {
    throw InputError(fmt::format("{}: the image is damaged ({})", name, error.what()));
  }
}

Image read_image(const std::filesystem::path& path, const ImageLimits& limits) {
  if (const auto location = packed_location(path)) return read_packed_image(*location, limits);
  const auto max_bytes = static_cast<std::uintmax_t>(limits.max_file_megabytes * kMegabyte);
  return decode_image(read_file(path, max_bytes), path.string(), limits);
}

std::optional<std::pair<int, int>> read_image_size(const std::filesystem::path& path) {
  if (const auto location = packed_location(path)) return packed_image_size(*location);
  constexpr std::size_t kFirstBytes = 16 << 10;    // enough for nearly all photographs
  constexpr std::size_t kHeaderBytes = 512 << 10;  // EXIF thumbnails and colour profiles included
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  const auto read_up_to = [&](std::size_t size) {
    const std::size_t from = bytes.size();
    bytes.resize(size);
    file.read(bytes.data() + from, static_cast<std::streamsize>(size - from));
    bytes.resize(from + static_cast<std::size_t>(file.gcount()));
  };
  read_up_to(kFirstBytes);
  auto header = parse_image_header(bytes);
  // JPEG has everything in front of its pixels, other formats may not.
  if (!header || header->format != ImageFormat::kJpeg) {
    if (bytes.size() == kFirstBytes) read_up_to(kHeaderBytes);
    // WebP keeps its EXIF block behind the pixels.
    if (bytes.size() == kHeaderBytes && sniff_image_format(bytes) == ImageFormat::kWebp) {
      std::error_code error;
      const auto size = std::filesystem::file_size(path, error);
      if (error ||
          size > static_cast<std::uintmax_t>(ImageLimits().max_file_megabytes * kMegabyte)) {
        return std::nullopt;
      }
      read_up_to(std::max<std::size_t>(size, kHeaderBytes));
    }
    header = parse_image_header(bytes);
  }
  const std::int64_t max_side = ImageLimits().max_side;
  if (!header || header->width > max_side || header->height > max_side) return std::nullopt;
  std::pair<int, int> size(static_cast<int>(header->width), static_cast<int>(header->height));
  if (header->is_transposed()) std::swap(size.first, size.second);
  return size;
}

std::string encode_png(const cv::Mat& bgr) { return encode_image(bgr, ".png", {}); }

std::string encode_jpeg(const cv::Mat& bgr, int quality) {
  return encode_image(bgr, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

void write_image(const std::filesystem::path& path, const cv::Mat& bgr, int jpeg_quality) {
  const std::string extension = lower_extension(path);
  if (extension == ".png") {
    write_file_atomically(path, encode_png(bgr));
  } else if (extension == ".jpg" || extension == ".jpeg") {
    write_file_atomically(path, encode_jpeg(bgr, jpeg_quality));
  } else {
    throw InputError(path.string() + ": pictures are written as .png, .jpg or .jpeg");
  }
}

}  // namespace hoi
