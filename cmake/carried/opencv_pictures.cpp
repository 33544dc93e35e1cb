// Stands in for OpenCV's module imgcodecs in builds with HOI_CARRIED: JPEG and PNG are written by
// libjpeg and libpng. Reading them is the project's own business (src/data); other formats are not
// read, which imdecode() reports as OpenCV does, by an empty picture.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <opencv2/imgcodecs.hpp>
// jpeglib.h wants FILE declared
#include <jpeglib.h>
#include <png.h>

namespace {

using Bytes = std::vector<unsigned char>;

struct JpegErrors {
  jpeg_error_mgr base;  // first member: libjpeg hands back a pointer to it
  std::jmp_buf escape;
};

void leave_encoder(j_common_ptr info) {
  std::longjmp(reinterpret_cast<JpegErrors*>(info->err)->escape, 1);
}

/// Into memory of libjpeg, which the caller frees. False after an error.
bool write_jpeg_rows(jpeg_compress_struct& info, JpegErrors& errors, const cv::Mat& picture,
                     int quality, unsigned char** memory, unsigned long* size) {
  if (setjmp(errors.escape) != 0) return false;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, memory, size);
  info.image_width = static_cast<JDIMENSION>(picture.cols);
  info.image_height = static_cast<JDIMENSION>(picture.rows);
  info.input_components = picture.channels();
  info.in_color_space = picture.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < picture.rows; ++y) {
    JSAMPROW row = const_cast<unsigned char*>(picture.ptr(y));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

bool write_jpeg(const cv::Mat& picture, int quality, Bytes& bytes) {
  jpeg_compress_struct info{};
  JpegErrors errors{};
  info.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = leave_encoder;
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  const bool written = write_jpeg_rows(info, errors, picture, quality, &memory, &size);
  if (written) bytes.assign(memory, memory + size);
  jpeg_destroy_compress(&info);
  std::free(memory);
  return written;
}

bool write_png(const cv::Mat& picture, Bytes& bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.cols);
  image.height = static_cast<png_uint_32>(picture.rows);
  image.format = picture.channels() == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_BGR;
  const auto stride = static_cast<png_int_32>(picture.step);
  png_alloc_size_t size = 0;
  if (png_image_write_to_memory(&image, nullptr, &size, 0, picture.data, stride, nullptr) == 0) {
    return false;
  }
  bytes.resize(size);
  const int written =
      png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.data, stride, nullptr);
  bytes.resize(written != 0 ? size : 0);
  return written != 0;
}

bool is_jpeg(const std::string& extension) { return extension == ".jpg" || extension == ".jpeg"; }

}  // namespace

namespace cv {

bool imencode(const String& extension, InputArray input, std::vector<uchar>& bytes,
              const std::vector<int>& parameters) {
  const Mat picture = input.getMat();
  CV_Assert(!picture.empty() && picture.depth() == CV_8U);
  CV_Assert(picture.channels() == 1 || picture.channels() == 3);
  int quality = 95;
  for (std::size_t i = 0; i + 1 < parameters.size(); i += 2) {
    if (parameters[i] == IMWRITE_JPEG_QUALITY) quality = parameters[i + 1];
  }
  if (is_jpeg(extension)) return write_jpeg(picture, quality, bytes);
  if (extension == ".png") return write_png(picture, bytes);
  CV_Error(Error::StsNotImplemented, "this build writes JPEG and PNG only: " + extension);
}

bool imwrite(const String& file, InputArray picture, const std::vector<int>& parameters) {
  const auto dot = file.rfind('.');
  Bytes bytes;
  if (!imencode(dot == String::npos ? "" : file.substr(dot), picture, bytes, parameters)) {
    return false;
  }
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  return stream.good();
}

Mat imdecode(InputArray, int) { return {}; }

Mat imread(const String&, int) { return {}; }

}  // namespace cv
