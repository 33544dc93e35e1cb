#include "base/crc64.h"

#include <array>
#include <cstddef>

namespace hoi {
namespace {

constexpr std::uint64_t kReflectedPolynomial = 0xC96C5795D7870F42;
constexpr std::size_t kSlices = 16;

using Tables = std::array<std::array<std::uint64_t, 256>, kSlices>;

/// Table s says what a byte does to the checksum once s more bytes have gone by, so that kSlices
/// bytes are taken in by independent look-ups.
constexpr Tables make_tables() {
  Tables tables{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    std::uint64_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1) != 0 ? kReflectedPolynomial : 0);
    }
    tables[0][byte] = value;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint64_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

/// kSlices bytes at once; the checksum so far meets the first eight of them.
std::uint64_t take_slices(std::uint64_t value, const unsigned char* data) {
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    next ^= kTables[kSlices - 1 - i][data[i] ^ ((value >> (8 * i)) & 0xFF)];
  }
  for (std::size_t i = 8; i < kSlices; ++i) next ^= kTables[kSlices - 1 - i][data[i]];
  return next;
}

}  // namespace

std::uint64_t crc64(std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  std::uint64_t value = ~std::uint64_t{0};
  for (; left >= kSlices; left -= kSlices, data += kSlices) value = take_slices(value, data);
  for (; left > 0; --left, ++data) value = (value >> 8) ^ kTables[0][(value ^ *data) & 0xFF];
  return ~value;
}

}  // namespace hoi
