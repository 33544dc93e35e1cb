#include "pic/label_map_png.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <png.h>

#include "base/error.h"
#include "base/file.h"
#include "pic/png_rows.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{256} << 20;
constexpr std::size_t kHeaderBytes = 33;  // signature and IHDR, which comes first in every PNG

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

/// The file without what is not needed for its pixels: texts, colour profiles and the like, for
/// which libpng takes as much memory as they claim to have before it looks whether they are there.
std::string essential_chunks(std::string_view bytes, const std::string& name) {
  constexpr std::size_t kAround = 12;  // length and type in front, CRC behind
  constexpr char kAncillary = 0x20;    // a bit of the first letter
  const auto* source = reinterpret_cast<const unsigned char*>(bytes.data());
  std::string essential(bytes.substr(0, kHeaderBytes));
  std::size_t at = kHeaderBytes;
  std::string_view type;
  while (type != "IEND") {
    const std::size_t rest = bytes.size() - at;
    const std::size_t length = rest < kAround ? rest : big_endian(source + at);
    if (rest < kAround || length > rest - kAround) {
      throw InputError(fmt::format("{}: found a truncated PNG file, expected a whole one", name));
    }
    type = bytes.substr(at + 4, 4);
    if ((type[0] & kAncillary) == 0 && type != "PLTE") {
      essential += bytes.substr(at, length + kAround);
    }
    at += length + kAround;
  }
  return essential;
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
  const std::string essential = essential_chunks(bytes, name);
  const std::string problem = read_png_rows(essential, rows.data(), header.width * channels);
  if (!problem.empty()) {
    throw InputError(
        fmt::format("{}: found a damaged PNG file ({}), expected a whole one", name, problem));
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
  return png_of_gray_rows(map.values.data(), map.width, map.height);
}

void write_png_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) throw InputError(file.string() + ": cannot be written");
}

}  // namespace hoi
