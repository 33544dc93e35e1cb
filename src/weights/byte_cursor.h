#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "weights/weight_source.h"

namespace hoi {

/// An unsigned little-endian integer of at most 8 bytes.
std::uint64_t little_endian(std::string_view bytes);

/// Walks through bytes that nobody vouches for and never beyond their end.
class ByteCursor {
 public:
  /// `source` must outlive the cursor.
  ByteCursor(std::string_view bytes, const WeightSource& source) : bytes_(bytes), source_(source) {}

  std::size_t position() const { return position_; }
  std::size_t remaining() const { return bytes_.size() - position_; }
  const WeightSource& source() const { return source_; }

  /// The next `count` bytes; throws InputError when there are fewer.
  std::string_view take(std::uint64_t count);
  /// The next 1 to 8 bytes as an unsigned little-endian integer.
  std::uint64_t integer(std::size_t bytes) { return little_endian(take(bytes)); }
  /// The bytes up to the next line break, which is passed; throws InputError when there is none
  /// within the next `longest` bytes.
  std::string_view line(std::size_t longest);

 private:
  std::string_view bytes_;
  const WeightSource& source_;
  std::size_t position_ = 0;
};

}  // namespace hoi
