#include "report/crc32c.h"

#include <array>

namespace hoi {
namespace {

constexpr std::uint32_t kReversedCastagnoli = 0x82F63B78;
constexpr std::uint32_t kMaskShift = 0xA282EAD8;

std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1) != 0 ? kReversedCastagnoli : 0);
    }
    table[byte] = value;
  }
  return table;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static const auto table = make_crc_table();
  std::uint32_t value = ~std::uint32_t{0};
  for (const char letter : bytes) {
    value = (value >> 8) ^ table[(value ^ static_cast<unsigned char>(letter)) & 0xFF];
  }
  return ~value;
}

std::uint32_t masked_crc32c(std::string_view bytes) {
  const std::uint32_t value = crc32c(bytes);
  return ((value >> 15) | (value << 17)) + kMaskShift;
}

}  // namespace hoi
