#include "pic/label_map_png.h"

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <png.h>

#include "base/error.h"
#include "base/file.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{256} << 20;
constexpr std::size_t kHeaderBytes = 33;  // signature and IHDR, which comes first in every PNG
constexpr int kMessageBytes = 128;

// Chunks with texts and colour profiles are parsed by libpng and of no interest.
constexpr png_alloc_size_t kLargestChunk = 1 << 20;
constexpr png_uint_32 kMostStoredChunks = 16;

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
  png_set_chunk_malloc_max(png, kLargestChunk);
  png_set_chunk_cache_max(png, kMostStoredChunks);
  png_set_user_limits(png, kLargestMaskSide, kLargestMaskSide);
  png_read_info(png, info);
  if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "two different headers");
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

struct PngHeader {
  std::uint32_t width = 0, height = 0;
  int depth = 0, color = 0;
};

std::uint32_t big_endian(const unsigned char* bytes) {
  return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) |
         (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]};
}

std::string color_name(int color) {
  switch (color) {
    case PNG_COLOR_TYPE_GRAY:
      return "gray";
    case PNG_COLOR_TYPE_RGB:
      return "RGB";
    case PNG_COLOR_TYPE_PALETTE:
      return "palette";
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      return "gray with alpha";
    case PNG_COLOR_TYPE_RGB_ALPHA:
      return "RGB with alpha";
    default:
      return fmt::format("colour type {}", color);
  }
}

PngHeader header_of(const unsigned char* bytes, std::size_t size, const std::string& name) {
  constexpr unsigned char kStart[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n',
                                      0,    0,   0,   13,  'I',  'H',  'D',  'R'};
  if (size < kHeaderBytes || !std::equal(std::begin(kStart), std::end(kStart), bytes)) {
    throw InputError(
        fmt::format("{}: found {} bytes that are no PNG file, expected a label map", name, size));
  }
  return {big_endian(bytes + 16), big_endian(bytes + 20), bytes[24], bytes[25]};
}

void check_header(const PngHeader& header, const std::string& name, const LabelMapLimits& limits) {
  const bool fits = header.color == PNG_COLOR_TYPE_GRAY || header.color == PNG_COLOR_TYPE_RGB;
  if (header.depth != 8 || !fits) {
    throw InputError(
        fmt::format("{}: found a PNG with {} bits, {}; expected 8 bits, gray: labels are read "
                    "from gray values",
                    name, header.depth, color_name(header.color)));
  }
  const auto side = static_cast<std::uint32_t>(limits.largest_side);
  if (header.width < 1 || header.height < 1 || header.width > side || header.height > side ||
      std::int64_t{header.width} * header.height > limits.most_pixels) {
    throw InputError(
        fmt::format("{}: found {} x {} pixels, expected 1 to {} a side and at most {} in all", name,
                    header.width, header.height, limits.largest_side, limits.most_pixels));
  }
}

/// One of three equal channels.
std::vector<std::uint8_t> single_channel(const std::vector<std::uint8_t>& pixels, int width,
                                         const std::string& name) {
  std::vector<std::uint8_t> values(pixels.size() / 3);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint8_t* color = pixels.data() + 3 * i;
    if (color[0] != color[1] || color[0] != color[2]) {
      throw InputError(fmt::format(
          "{}: found the colour ({}, {}, {}) at x {}, y {}, expected a gray value: the label", name,
          color[0], color[1], color[2], i % static_cast<std::size_t>(width),
          i / static_cast<std::size_t>(width)));
    }
    values[i] = color[0];
  }
  return values;
}

}  // namespace

DecodedLabelMap decode_label_map(std::string_view bytes, const std::string& name,
                                 const LabelMapLimits& limits) {
  const auto* source = reinterpret_cast<const unsigned char*>(bytes.data());
  const PngHeader header = header_of(source, bytes.size(), name);
  check_header(header, name, limits);
  // Deflate packs at most 1032 bytes into one; whoever claims more wants memory, not pixels.
  const std::size_t pixels = static_cast<std::size_t>(header.width) * header.height;
  if (pixels / 1040 > bytes.size()) {
    throw InputError(fmt::format("{}: found {} bytes for {} x {} pixels, expected a whole file",
                                 name, bytes.size(), header.width, header.height));
  }

  DecodedLabelMap decoded;
  decoded.from_colors = header.color == PNG_COLOR_TYPE_RGB;
  const std::size_t channels = decoded.from_colors ? 3 : 1;
  std::vector<std::uint8_t> rows(pixels * channels);
  PngStream stream;
  stream.source = source;
  stream.size = bytes.size();
  if (!read_rows(&stream, rows.data(), header.width * channels)) {
    throw InputError(fmt::format("{}: found a damaged PNG file ({}), expected a whole one", name,
                                 stream.message));
  }
  decoded.map.width = static_cast<int>(header.width);
  decoded.map.height = static_cast<int>(header.height);
  decoded.map.values =
      decoded.from_colors ? single_channel(rows, decoded.map.width, name) : std::move(rows);
  return decoded;
}

DecodedLabelMap read_label_map(const std::filesystem::path& file) {
  return decode_label_map(read_file(file, kLargestFile), file.string());
}

std::string encode_label_map(const LabelMap& map) {
  if (map.width < 1 || map.height < 1 ||
      map.values.size() != static_cast<std::size_t>(map.width) * map.height) {
    throw std::invalid_argument("encode_label_map: a map without pixels or of the wrong length");
  }
  // Deflate adds 5 bytes to 16 KiB it cannot pack; libpng 12 to each of its chunks.
  const std::size_t raw = map.values.size() + static_cast<std::size_t>(map.height);
  std::string bytes(raw + raw / 64 + 4096, '\0');
  PngStream stream;
  stream.target = reinterpret_cast<unsigned char*>(bytes.data());
  stream.size = bytes.size();
  if (!write_rows(&stream, map.values.data(), static_cast<png_uint_32>(map.width),
                  static_cast<png_uint_32>(map.height))) {
    throw std::runtime_error(fmt::format("encode_label_map: {}", stream.message));
  }
  bytes.resize(stream.position);
  return bytes;
}

void write_png_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) throw InputError(file.string() + ": cannot be written");
}

}  // namespace hoi
