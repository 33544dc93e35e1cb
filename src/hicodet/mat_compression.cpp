#include "hicodet/mat_compression.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <zlib.h>

#include "hicodet/mat_element.h"

namespace hoi {
namespace {

constexpr std::size_t kArrayTagSize = 8;
constexpr std::size_t kLargestExpansion = 1032;  // of deflate, reached by runs of equal bytes

/// zlib's inflate over bytes in memory of less than 4 GiB.
class Inflater {
 public:
  explicit Inflater(std::string_view compressed) {
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(compressed.data()));
    stream_.avail_in = static_cast<uInt>(compressed.size());
    if (inflateInit(&stream_) != Z_OK) throw std::runtime_error("zlib cannot be initialised");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Fills `target` as far as the data reach and returns the number of bytes; `at_end()` tells
  /// whether the stream was complete.
  std::size_t fill(char* target, std::size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(target);
    stream_.avail_out = static_cast<uInt>(size);
    status_ = inflate(&stream_, Z_SYNC_FLUSH);
    return size - stream_.avail_out;
  }
  bool at_end() const { return status_ == Z_STREAM_END; }
  bool is_damaged() const {
    return status_ != Z_OK && status_ != Z_STREAM_END && status_ != Z_BUF_ERROR;
  }

 private:
  z_stream stream_ = {};
  int status_ = Z_OK;
};

}  // namespace

std::string unpack_mat_beginning(std::string_view compressed, std::size_t limit,
                                 const MatSource& source) {
  Inflater inflater(compressed);
  std::string bytes(limit, '\0');
  bytes.resize(inflater.fill(bytes.data(), limit));
  if (inflater.is_damaged() || bytes.size() < kArrayTagSize) {
    source.fail(compressed.data(), "damaged compressed data");
  }
  return bytes;
}

std::string unpack_mat_array(std::string_view compressed, std::size_t limit,
                             const MatSource& source) {
  Inflater inflater(compressed);
  std::string tag(kArrayTagSize, '\0');
  if (inflater.fill(tag.data(), kArrayTagSize) < kArrayTagSize) {
    source.fail(compressed.data(), "damaged compressed data");
  }
  const std::size_t size = mat_word_at(tag.data() + 4);
  const std::size_t most = std::min(limit, compressed.size() * kLargestExpansion);
  if (mat_word_at(tag.data()) != mat_type::kMatrix || size > most) {
    source.fail(compressed.data(),
                fmt::format("compressed data that claim to be {} bytes of type "
                            "{}; at most {} bytes of type {} are accepted",
                            size, mat_word_at(tag.data()), most, mat_type::kMatrix));
  }
  // One byte more than the tag says, so that data that go on are noticed.
  std::string bytes(kArrayTagSize + size + 1, '\0');
  std::copy(tag.begin(), tag.end(), bytes.begin());
  const std::size_t filled = inflater.fill(bytes.data() + kArrayTagSize, size + 1);
  if (filled != size || !inflater.at_end()) {
    source.fail(compressed.data(), "damaged compressed data");
  }
  bytes.pop_back();
  return bytes;
}

}  // namespace hoi
