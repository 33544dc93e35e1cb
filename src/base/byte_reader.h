#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hoi {

/// Unsigned integers at byte offsets of a text that nobody vouches for: an offset outside it reads
/// as 0, so that a parser needs one bounds check where it matters instead of one at every field.
class ByteReader {
 public:
  enum class Order { kBigEndian, kLittleEndian };

  ByteReader(std::string_view bytes, Order order) : bytes_(bytes), order_(order) {}

  std::size_t size() const { return bytes_.size(); }
  std::uint32_t u8(std::size_t offset) const {
    return offset < bytes_.size() ? static_cast<unsigned char>(bytes_[offset]) : 0;
  }
  std::uint32_t u16(std::size_t offset) const { return integer(offset, 2); }
  std::uint32_t u24(std::size_t offset) const { return integer(offset, 3); }
  std::uint32_t u32(std::size_t offset) const { return integer(offset, 4); }

 private:
  std::uint32_t integer(std::size_t offset, std::size_t length) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
      const std::size_t at = order_ == Order::kBigEndian ? i : length - 1 - i;
      value = value << 8 | u8(offset + at);
    }
    return value;
  }

  std::string_view bytes_;
  Order order_;
};

}  // namespace hoi
