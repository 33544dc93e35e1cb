#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <zlib.h>

#include "weights/pickle_text.h"

namespace hoi {

/// What goes into an archive, with the lies that it can tell.
struct ZipPart {
  std::string name;
  std::string content;
  bool is_deflated = false;
  bool has_descriptor = false;
  bool is_large = false;         ///< sizes stand in the zip64 field
  std::uint64_t flags = 0;       ///< further ones
  std::string local_name;        ///< "" = name
  std::string gap;               ///< bytes before the local header
  std::int64_t size_error = 0;   ///< added to the size that the directory claims
  std::int64_t begin_error = 0;  ///< added to the place that it claims
  std::uint32_t crc_error = 0;   ///< likewise, to the checksum
};

inline std::string deflated(const std::string& content) {
  std::string packed(content.size() + content.size() / 100 + 64, '\0');
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

/// An archive of these files, in this order; `large_end` adds the zip64 end records.
inline std::string zip_bytes(const std::vector<ZipPart>& parts, bool large_end = false) {
  const auto number = [](std::uint64_t value, int count) {
    return pickle_text::little_endian_bytes(value, count);
  };
  std::string bytes, directory;
  for (const ZipPart& part : parts) {
    bytes += part.gap;
    const std::string packed = part.is_deflated ? deflated(part.content) : part.content;
    const auto* data = reinterpret_cast<const Bytef*>(part.content.data());
    const auto crc =
        static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(part.content.size()))) +
        part.crc_error;
    const std::uint64_t size = part.content.size() + static_cast<std::uint64_t>(part.size_error);
    const std::uint64_t stored_size = part.is_deflated ? packed.size() : size;
    const std::uint64_t begin = bytes.size() + static_cast<std::uint64_t>(part.begin_error);
    const std::string kind = number(part.flags | (part.has_descriptor ? 8U : 0U), 2) +
                             number(part.is_deflated ? 8 : 0, 2) + number(0, 4);
    const std::string extra =
        part.is_large ? number(1, 2) + number(16, 2) + number(size, 8) + number(stored_size, 8)
                      : "";
    const std::string sizes = part.is_large ? number(0xffffffff, 4) + number(0xffffffff, 4)
                                            : number(stored_size, 4) + number(size, 4);
    const std::string local_name = part.local_name.empty() ? part.name : part.local_name;
    bytes += number(0x04034b50, 4) + number(45, 2) + kind +
             (part.has_descriptor ? std::string(12, '\0') : number(crc, 4) + sizes) +
             number(local_name.size(), 2) + number(part.has_descriptor ? 0 : extra.size(), 2) +
             local_name + (part.has_descriptor ? "" : extra) + packed;
    if (part.has_descriptor) bytes += number(0x08074b50, 4) + number(crc, 4) + number(0, 8);
    directory += number(0x02014b50, 4) + number(45, 2) + number(45, 2) + kind + number(crc, 4) +
                 sizes + number(part.name.size(), 2) + number(extra.size(), 2) + number(0, 2) +
                 number(0, 2) + number(0, 6) + number(begin, 4) + part.name + extra;
  }
  const std::size_t begin = bytes.size(), end = begin + directory.size();
  bytes += directory;
  if (large_end) {
    bytes += number(0x06064b50, 4) + number(44, 8) + number(45, 4) + number(0, 8) +
             number(parts.size(), 8) + number(parts.size(), 8) + number(directory.size(), 8) +
             number(begin, 8);
    bytes += number(0x07064b50, 4) + number(0, 4) + number(end, 8) + number(1, 4);
  }
  return bytes + number(0x06054b50, 4) + number(0, 4) +
         number(large_end ? 0xffff : parts.size(), 2) +
         number(large_end ? 0xffff : parts.size(), 2) +
         number(large_end ? 0xffffffff : directory.size(), 4) +
         number(large_end ? 0xffffffff : begin, 4) + number(0, 2);
}

}  // namespace hoi
