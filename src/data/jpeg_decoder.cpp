#include "data/jpeg_decoder.h"

#include <array>
#include <csetjmp>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <opencv2/imgproc.hpp>
// clang-format off: jpeglib.h wants FILE declared, jerror.h the types of jpeglib.h
#include <jerror.h>
#include <jpeglib.h>
// clang-format on

namespace hoi {
namespace {

/// libjpeg reports through callbacks; a fatal one must not return.
struct JpegErrorManager {
  jpeg_error_mgr base;  // first member: libjpeg hands back a pointer to it
  std::jmp_buf escape;
  bool pixels_missing;
  std::array<char, JMSG_LENGTH_MAX> message;
};

JpegErrorManager* manager_of(j_common_ptr info) {
  return reinterpret_cast<JpegErrorManager*>(info->err);
}

void leave_decoder(j_common_ptr info) {
  auto* manager = manager_of(info);
  info->err->format_message(info, manager->message.data());
  std::longjmp(manager->escape, 1);
}

void note_warning(j_common_ptr info, int level) {
  if (level >= 0) return;  // traces
  const int code = info->err->msg_code;
  if (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF) manager_of(info)->pixels_missing = true;
}

void stay_silent(j_common_ptr) {}

void start(jpeg_decompress_struct& info, std::string_view bytes) {
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<unsigned long>(bytes.size()));
  jpeg_read_header(&info, TRUE);
  const bool four_inks = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = four_inks                                ? JCS_CMYK
                         : info.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE
                                                                  : JCS_EXT_BGR;
  jpeg_start_decompress(&info);
}

/// Decodes into `pixels`, which the caller owns: nothing with a destructor may live between setjmp
/// and longjmp. False after a fatal error.
bool decode_rows(jpeg_decompress_struct& info, JpegErrorManager& manager, std::string_view bytes,
                 cv::Mat& pixels) {
  if (setjmp(manager.escape) != 0) return false;
  start(info, bytes);
  pixels.create(static_cast<int>(info.output_height), static_cast<int>(info.output_width),
                CV_8UC(info.output_components));
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = pixels.ptr(static_cast<int>(info.output_scanline));
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  return true;
}

/// Light that four inks leave; Adobe's files hold 255 minus the ink.
cv::Mat bgr_of_cmyk(const cv::Mat& cmyk, bool inverted) {
  cv::Mat bgr(cmyk.size(), CV_8UC3);
  for (int y = 0; y < cmyk.rows; ++y) {
    for (int x = 0; x < cmyk.cols; ++x) {
      const auto& inks = cmyk.at<cv::Vec4b>(y, x);
      const auto light = [&](int ink) { return inverted ? inks[ink] : 255 - inks[ink]; };
      for (int channel = 0; channel < 3; ++channel) {
        bgr.at<cv::Vec3b>(y, x)[channel] =
            static_cast<unsigned char>((light(2 - channel) * light(3) + 127) / 255);
      }
    }
  }
  return bgr;
}

}  // namespace

cv::Mat decode_jpeg(std::string_view bytes) {
  jpeg_decompress_struct info{};
  JpegErrorManager manager{};
  info.err = jpeg_std_error(&manager.base);
  manager.base.error_exit = leave_decoder;
  manager.base.emit_message = note_warning;
  manager.base.output_message = stay_silent;

  cv::Mat pixels;
  const bool decoded = decode_rows(info, manager, bytes, pixels);
  const bool inverted = info.saw_Adobe_marker == TRUE;
  jpeg_destroy_decompress(&info);
  if (!decoded) throw std::runtime_error(manager.message.data());
  if (manager.pixels_missing) throw std::runtime_error("a part of the pixels is missing");
  if (pixels.channels() == 4) return bgr_of_cmyk(pixels, inverted);
  if (pixels.channels() == 1) cv::cvtColor(pixels, pixels, cv::COLOR_GRAY2BGR);
  return pixels;
}

}  // namespace hoi
