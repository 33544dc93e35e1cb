#include "data/png_decoder.h"

#include <stdexcept>
#include <string>

#include <png.h>

namespace hoi {
namespace {

/// Frees what libpng holds for an image, whatever way the scope is left.
struct PngImage {
  png_image image{};
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
};

}  // namespace

cv::Mat decode_png(std::string_view bytes) {
  PngImage png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0) {
    throw std::runtime_error(png.image.message);
  }
  png.image.format = PNG_FORMAT_BGR;
  // Without this libpng takes 16-bit pictures for linear light, which almost none are.
  png.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  cv::Mat bgr(static_cast<int>(png.image.height), static_cast<int>(png.image.width), CV_8UC3);
  const png_color white{255, 255, 255};
  const auto row_bytes = static_cast<png_int_32>(bgr.step);
  if (png_image_finish_read(&png.image, &white, bgr.data, row_bytes, nullptr) == 0) {
    throw std::runtime_error(png.image.message);
  }
  return bgr;
}

}  // namespace hoi
