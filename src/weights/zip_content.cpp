#include "weights/zip_content.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <zlib.h>

namespace hoi {
namespace {

constexpr std::uint64_t kMostExpansion = 1032;  // of deflate, reached by runs of equal bytes

[[noreturn]] void fail_damaged(const ZipEntry& entry, const WeightSource& source) {
  source.fail(fmt::format("its file {} is damaged", shown_text(entry.name)));
}

/// zlib's raw inflate; whole buffers only.
class RawInflater {
 public:
  RawInflater() {
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) {
      throw std::runtime_error("zlib cannot be initialised");
    }
  }
  ~RawInflater() { inflateEnd(&stream_); }
  RawInflater(const RawInflater&) = delete;
  RawInflater& operator=(const RawInflater&) = delete;

  /// Does `packed` unpack to exactly `target.size()` bytes?
  bool fill(std::string_view packed, std::string& target) {
    char end = 0;  // one byte more, so that data that go on are noticed
    std::size_t read = 0, written = 0;
    int status = Z_OK;
    while (status == Z_OK) {
      const std::size_t in = piece(packed.size() - read);
      const bool is_full = written == target.size();
      const std::size_t out = is_full ? 1 : piece(target.size() - written);
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data() + read));
      stream_.avail_in = static_cast<uInt>(in);
      stream_.next_out = reinterpret_cast<Bytef*>(is_full ? &end : target.data() + written);
      stream_.avail_out = static_cast<uInt>(out);
      status = inflate(&stream_, Z_NO_FLUSH);
      read += in - stream_.avail_in;
      const std::size_t got = out - stream_.avail_out;
      if (is_full && got > 0) return false;
      written += got;
    }
    return status == Z_STREAM_END && written == target.size() && read == packed.size();
  }

 private:
  static std::size_t piece(std::size_t size) {
    return std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
  }

  z_stream stream_ = {};
};

std::uint32_t checksum(std::string_view bytes) {
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  return static_cast<std::uint32_t>(crc32_z(crc32_z(0, nullptr, 0), data, bytes.size()));
}

}  // namespace

std::string_view zip_content(const ZipEntry& entry, MadeBytes& made, const WeightSource& source) {
  std::string_view content = entry.packed;
  if (entry.is_deflated) {
    if (entry.size / kMostExpansion > entry.packed.size()) fail_damaged(entry, source);
    std::string& unpacked = made.make(entry.size, source);
    if (!RawInflater().fill(entry.packed, unpacked)) fail_damaged(entry, source);
    content = unpacked;
  }
  if (content.size() != entry.size || checksum(content) != entry.crc) fail_damaged(entry, source);
  return content;
}

}  // namespace hoi
