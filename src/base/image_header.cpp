#include "base/image_header.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "base/byte_reader.h"

namespace hoi {
namespace {

using Order = ByteReader::Order;

/// Orientation tag of a TIFF structure, as EXIF blocks hold it; 1 when there is none.
int exif_orientation(std::string_view tiff) {
  constexpr std::uint32_t kOrientationTag = 0x0112;
  const bool little = tiff.substr(0, 2) == "II";
  if (!little && tiff.substr(0, 2) != "MM") return 1;
  const ByteReader reader(tiff, little ? Order::kLittleEndian : Order::kBigEndian);
  const std::size_t directory = reader.u32(4);
  const std::size_t entries = reader.u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.size()) break;
    if (reader.u16(entry) != kOrientationTag) continue;
    const std::uint32_t value = reader.u16(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

/// EXIF payload with or without the "Exif\0\0" that JPEG puts in front.
int exif_block_orientation(std::string_view block) {
  const std::string_view prefix("Exif\0\0", 6);
  if (block.substr(0, prefix.size()) == prefix) block.remove_prefix(prefix.size());
  return exif_orientation(block);
}

// --- JPEG: FF xx markers; all but a few carry a 16-bit length that counts itself ---

bool is_frame_header(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool has_no_length(std::uint32_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// Offset of the next marker byte (the one after FF) that is no stuffing and no restart, at or
/// after `offset`; the size of the file when there is none.
std::size_t find_jpeg_marker(std::string_view bytes, std::size_t offset) {
  while (true) {
    const std::size_t ff = bytes.find('\xFF', offset);
    if (ff == std::string_view::npos || ff + 1 >= bytes.size()) return bytes.size();
    const auto code = static_cast<unsigned char>(bytes[ff + 1]);
    const bool in_scan = code == 0 || (code >= 0xD0 && code <= 0xD7);
    if (code != 0xFF && !in_scan) return ff + 1;
    offset = ff + (code == 0xFF ? 1 : 2);
  }
}

/// Calls visit(marker, payload) for every segment until it returns false, the end-of-image marker
/// (visited with an empty payload) or the end of the bytes.
template <class Visit>
void walk_jpeg(std::string_view bytes, Visit visit) {
  constexpr std::uint32_t kEndOfImage = 0xD9;
  const ByteReader reader(bytes, Order::kBigEndian);
  std::size_t offset = 2;
  while ((offset = find_jpeg_marker(bytes, offset)) < bytes.size()) {
    const std::uint32_t marker = reader.u8(offset);
    ++offset;
    if (marker == kEndOfImage) {
      visit(marker, std::string_view());
      return;
    }
    if (has_no_length(marker)) continue;
    const std::size_t length = reader.u16(offset);
    if (length < 2 || offset + length > bytes.size()) return;
    if (!visit(marker, bytes.substr(offset + 2, length - 2))) return;
    offset += length;
  }
}

std::optional<ImageHeader> parse_jpeg(std::string_view bytes) {
  ImageHeader header;
  header.format = ImageFormat::kJpeg;
  walk_jpeg(bytes, [&](std::uint32_t marker, std::string_view payload) {
    if (marker == 0xE1 && payload.substr(0, 4) == "Exif") {
      header.orientation = exif_block_orientation(payload);
    }
    if (!is_frame_header(marker)) return true;
    const ByteReader frame(payload, Order::kBigEndian);
    header.height = frame.u16(1);
    header.width = frame.u16(3);
    header.channels = static_cast<int>(frame.u8(5));
    return false;
  });
  return header;
}

bool is_complete_jpeg(std::string_view bytes) {
  bool ended = false;
  walk_jpeg(bytes, [&](std::uint32_t marker, std::string_view) {
    ended = marker == 0xD9;
    return true;
  });
  return ended;
}

// --- PNG: length, type, payload, CRC ---

template <class Visit>
void walk_png(std::string_view bytes, Visit visit) {
  const ByteReader reader(bytes, Order::kBigEndian);
  std::size_t offset = 8;
  while (offset + 12 <= bytes.size()) {
    const std::size_t length = reader.u32(offset);
    if (length > bytes.size() - offset - 12) return;
    if (!visit(bytes.substr(offset + 4, 4), bytes.substr(offset + 8, length))) return;
    offset += 12 + length;
  }
}

/// Of a colour type; 0 for one that does not exist.
int png_channels(std::uint32_t colour_type) {
  constexpr int kChannels[] = {1, 0, 3, 3, 2, 0, 4};  // a palette (3) holds colours
  return colour_type < std::size(kChannels) ? kChannels[colour_type] : 0;
}

std::optional<ImageHeader> parse_png(std::string_view bytes) {
  ImageHeader header;
  header.format = ImageFormat::kPng;
  walk_png(bytes, [&](std::string_view type, std::string_view payload) {
    const ByteReader chunk(payload, Order::kBigEndian);
    if (type == "IHDR") {
      header.width = chunk.u32(0);
      header.height = chunk.u32(4);
      header.channels = png_channels(chunk.u8(9));
    }
    if (type == "eXIf") header.orientation = exif_block_orientation(payload);
    return type != "IDAT";  // the specification wants eXIf before the pixels
  });
  return header;
}

bool is_complete_png(std::string_view bytes) {
  bool ended = false;
  walk_png(bytes, [&](std::string_view type, std::string_view) {
    ended = type == "IEND";
    return !ended;
  });
  return ended;
}

// --- WebP: RIFF chunks, little-endian, padded to even lengths ---

template <class Visit>
void walk_webp(std::string_view bytes, Visit visit) {
  const ByteReader reader(bytes, Order::kLittleEndian);
  std::size_t offset = 12;
  while (offset + 8 <= bytes.size()) {
    const std::size_t length = reader.u32(offset + 4);
    visit(bytes.substr(offset, 4), bytes.substr(offset + 8, length));
    offset += 8 + length + length % 2;
  }
}

std::optional<ImageHeader> parse_webp(std::string_view bytes) {
  ImageHeader header;
  header.format = ImageFormat::kWebp;
  walk_webp(bytes, [&](std::string_view type, std::string_view payload) {
    const ByteReader chunk(payload, Order::kLittleEndian);
    if (type == "EXIF") header.orientation = exif_block_orientation(payload);
    if (header.width > 0) return;
    if (type == "VP8 " && chunk.u24(3) == 0x2A019D) {
      header.width = chunk.u16(6) & 0x3FFF;
      header.height = chunk.u16(8) & 0x3FFF;
    } else if (type == "VP8L" && chunk.u8(0) == 0x2F) {
      header.width = (chunk.u32(1) & 0x3FFF) + 1;
      header.height = ((chunk.u32(1) >> 14) & 0x3FFF) + 1;
    } else if (type == "VP8X") {
      header.width = chunk.u24(4) + 1;
      header.height = chunk.u24(7) + 1;
    }
  });
  return header;
}

bool is_complete_webp(std::string_view bytes) {
  const std::size_t riff_bytes = ByteReader(bytes, Order::kLittleEndian).u32(4);
  return riff_bytes + 8 <= bytes.size();
}

// --- BMP: little-endian; a negative height means rows from the top ---

constexpr std::size_t kOldBmpHeaderBytes = 12;

std::optional<ImageHeader> parse_bmp(std::string_view bytes) {
  const ByteReader reader(bytes, Order::kLittleEndian);
  ImageHeader header;
  header.format = ImageFormat::kBmp;
  const std::uint32_t header_bytes = reader.u32(14);
  if (header_bytes == kOldBmpHeaderBytes) {
    header.width = reader.u16(18);
    header.height = reader.u16(20);
  } else {
    constexpr std::uint32_t kFewestBytes = 40, kMostBytes = 124, kLastKnownCompression = 3;
    if (header_bytes < kFewestBytes || header_bytes > kMostBytes) return std::nullopt;
    if (reader.u32(30) > kLastKnownCompression) return std::nullopt;
    header.width = static_cast<std::int32_t>(reader.u32(18));
    header.height = std::abs(std::int64_t{static_cast<std::int32_t>(reader.u32(22))});
  }
  return header;
}

bool is_complete_bmp(std::string_view bytes) {
  const ByteReader reader(bytes, Order::kLittleEndian);
  const auto header = parse_bmp(bytes);
  if (!header) return false;
  const bool old = reader.u32(14) == kOldBmpHeaderBytes;
  const std::int64_t bits = reader.u16(old ? 24 : 28);
  const std::uint32_t compression = old ? 0 : reader.u32(30);
  constexpr std::uint32_t kRawPixels = 0, kRawPixelsWithMasks = 3;
  if (compression != kRawPixels && compression != kRawPixelsWithMasks) return true;
  const std::int64_t row_bytes = (header->width * bits + 31) / 32 * 4;
  return reader.u32(10) + row_bytes * header->height <= static_cast<std::int64_t>(bytes.size());
}

}  // namespace

std::optional<ImageFormat> sniff_image_format(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xFF\xD8\xFF") return ImageFormat::kJpeg;
  if (bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n") return ImageFormat::kPng;
  if (bytes.size() >= 12 && bytes.substr(0, 4) == "RIFF" && bytes.substr(8, 4) == "WEBP") {
    return ImageFormat::kWebp;
  }
  if (bytes.size() >= 26 && bytes.substr(0, 2) == "BM") return ImageFormat::kBmp;
  return std::nullopt;
}

std::optional<ImageHeader> parse_image_header(std::string_view bytes) {
  const auto format = sniff_image_format(bytes);
  if (!format) return std::nullopt;
  std::optional<ImageHeader> header;
  switch (*format) {
    case ImageFormat::kJpeg:
      header = parse_jpeg(bytes);
      break;
    case ImageFormat::kPng:
      header = parse_png(bytes);
      break;
    case ImageFormat::kWebp:
      header = parse_webp(bytes);
      break;
    case ImageFormat::kBmp:
      header = parse_bmp(bytes);
      break;
  }
  if (!header || header->width <= 0 || header->height <= 0) return std::nullopt;
  return header;
}

bool is_complete_image(std::string_view bytes, ImageFormat format) {
  switch (format) {
    case ImageFormat::kJpeg:
      return is_complete_jpeg(bytes);
    case ImageFormat::kPng:
      return is_complete_png(bytes);
    case ImageFormat::kWebp:
      return is_complete_webp(bytes);
    case ImageFormat::kBmp:
      return is_complete_bmp(bytes);
  }
  return false;
}

}  // namespace hoi
