// Shards of packed pictures: the first byte chooses the part that the others meet.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include "base/crc64.h"
#include "data/packed_pixels.h"
#include "data/packed_shard.h"

namespace {

std::string little_endian(std::uint64_t value, int length) {
  std::string bytes;
  for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

/// Sums every byte that the index names, so that a picture outside of the file is noticed.
void read_shard(std::string_view bytes) {
  volatile unsigned sum = 0;
  for (const auto& entry : hoi::parse_packed_index(bytes, bytes.size())) {
    for (std::uint64_t i = 0; i < entry.size; ++i) {
      sum = sum + static_cast<unsigned char>(bytes[entry.offset + i]);
    }
  }
}

/// An index behind a header that fits, so that mutations need not guess a checksum: number of
/// pictures, bytes of the index, the rest.
void read_index(std::string_view bytes) {
  if (bytes.size() < 2) return;
  const auto pictures = static_cast<unsigned char>(bytes[0]);
  const std::size_t index_bytes =
      std::min<std::size_t>(static_cast<unsigned char>(bytes[1]), bytes.size() - 2);
  const std::string index(bytes.substr(2, index_bytes));
  const std::string head = "hoi-pack" + little_endian(1, 4) + little_endian(pictures, 4) +
                           little_endian(index.size(), 8);
  read_shard(head + little_endian(hoi::crc64(head + index), 8) + index +
             std::string(bytes.substr(2 + index_bytes)));
}

/// Width, height, the zlib stream; or, for `packs`, what the stream holds.
void read_pixels(std::string_view bytes, bool packs) {
  if (bytes.size() < 2) return;
  const std::int64_t width = static_cast<unsigned char>(bytes[0]),
                     height = static_cast<unsigned char>(bytes[1]);
  std::string stream(bytes.substr(2));
  if (packs) {
    uLongf size = compressBound(static_cast<uLong>(stream.size()));
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
              reinterpret_cast<const Bytef*>(stream.data()), static_cast<uLong>(stream.size()), 1);
    stream = packed.substr(0, size);
  }
  std::vector<unsigned char> bgr(static_cast<std::size_t>(3 * width * height));
  hoi::unpack_pixels(stream, width, height, bgr.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // A copy of its own size, so that the sanitizer sees a read beyond it.
  const std::vector<char> copy(data + 1, data + size);
  const std::string_view bytes(copy.data(), copy.size());
  try {
    if (data[0] == 'i') {
      read_index(bytes);
    } else if (data[0] == 'p' || data[0] == 'r') {
      read_pixels(bytes, data[0] == 'r');
    } else {
      read_shard(bytes);
    }
  } catch (const std::runtime_error&) {
    // What is wrong was said.
  }
  return 0;
}
