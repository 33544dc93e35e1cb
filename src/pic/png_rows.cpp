#include "pic/png_rows.h"

#include <csetjmp>
#include <cstring>
#include <stdexcept>

#include <png.h>

namespace hoi {
namespace {

constexpr int kMessageBytes = 128;
constexpr png_uint_32 kLargestSide = 1 << 16;

// Labels compress well at any level, and higher ones take several times as long.
constexpr int kCompressionLevel = 3;

/// What libpng reads from or writes to, and why it stopped. Plain data: libpng leaves functions by
/// longjmp, which must not pass objects with destructors.
struct PngStream {
  const unsigned char* source = nullptr;
  unsigned char* target = nullptr;
  std::size_t size = 0, position = 0;
  char message[kMessageBytes] = "";
};

[[noreturn]] void keep_message(png_structp png, png_const_charp text) {
  auto* stream = static_cast<PngStream*>(png_get_error_ptr(png));
  std::strncpy(stream->message, text, kMessageBytes - 1);
  png_longjmp(png, 1);
}

void ignore_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep bytes, png_size_t count) {
  auto* stream = static_cast<PngStream*>(png_get_io_ptr(png));
  if (count > stream->size - stream->position) png_error(png, "the file ends too early");
  std::memcpy(bytes, stream->source + stream->position, count);
  stream->position += count;
}

void write_bytes(png_structp png, png_bytep bytes, png_size_t count) {
  auto* stream = static_cast<PngStream*>(png_get_io_ptr(png));
  if (count > stream->size - stream->position) png_error(png, "more bytes than were foreseen");
  std::memcpy(stream->target + stream->position, bytes, count);
  stream->position += count;
}

void flush_nothing(png_structp) {}

/// Reads all rows of `row_bytes` bytes to `pixels`; false with a message when the file is damaged.
bool read_rows(PngStream* stream, png_bytep pixels, std::size_t row_bytes) {
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, stream, keep_message, ignore_warning);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info == nullptr) {
    png_destroy_read_struct(&png, &info, nullptr);
    return false;
  }
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_read_struct(&png, &info, nullptr);
    return false;
  }
  png_set_read_fn(png, stream, read_bytes);
  png_set_user_limits(png, kLargestSide, kLargestSide);
  png_read_info(png, info);
  if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "rows of another length");
  const int passes = png_set_interlace_handling(png);
  const png_uint_32 height = png_get_image_height(png, info);
  for (int pass = 0; pass < passes; ++pass) {
    for (png_uint_32 y = 0; y < height; ++y) png_read_row(png, pixels + y * row_bytes, nullptr);
  }
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  return true;
}

bool write_rows(PngStream* stream, png_const_bytep pixels, png_uint_32 width, png_uint_32 height) {
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, stream, keep_message, ignore_warning);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info == nullptr) {
    png_destroy_write_struct(&png, &info);
    return false;
  }
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_write_struct(&png, &info);
    return false;
  }
  png_set_write_fn(png, stream, write_bytes, flush_nothing);
  png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);  // differences of labels mean nothing
  png_set_compression_level(png, kCompressionLevel);
  png_write_info(png, info);
  for (png_uint_32 y = 0; y < height; ++y) {
    png_write_row(png, pixels + static_cast<std::size_t>(y) * width);
  }
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return true;
}

}  // namespace

std::string read_png_rows(std::string_view bytes, std::uint8_t* pixels, std::size_t row_bytes) {
  PngStream stream;
  stream.source = reinterpret_cast<const unsigned char*>(bytes.data());
  stream.size = bytes.size();
  if (read_rows(&stream, pixels, row_bytes)) return "";
  return stream.message[0] == '\0' ? "out of memory" : stream.message;
}

std::string png_of_gray_rows(const std::uint8_t* values, int width, int height) {
  // Deflate adds 5 bytes to 16 KiB it cannot pack; libpng 12 to each of its chunks.
  const std::size_t raw = (static_cast<std::size_t>(width) + 1) * static_cast<std::size_t>(height);
  std::string bytes(raw + raw / 64 + 4096, '\0');
  PngStream stream;
  stream.target = reinterpret_cast<unsigned char*>(bytes.data());
  stream.size = bytes.size();
  if (!write_rows(&stream, values, static_cast<png_uint_32>(width),
                  static_cast<png_uint_32>(height))) {
    throw std::runtime_error(std::string("png_of_gray_rows: ") + stream.message);
  }
  bytes.resize(stream.position);
  return bytes;
}

}  // namespace hoi
