#include "base/crc64.h"

#include <string>

#include <gtest/gtest.h>

namespace hoi {
namespace {

/// One bit after another, as the polynomial division is written down.
std::uint64_t bitwise_crc64(const std::string& bytes) {
  std::uint64_t value = ~std::uint64_t{0};
  for (const char byte : bytes) {
    value ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1) != 0 ? (value >> 1) ^ 0xC96C5795D7870F42 : value >> 1;
    }
  }
  return ~value;
}

std::string mixed_bytes(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(i * 151 + i / 7);
  return bytes;
}

TEST(Crc64, GivesTheCheckValueOfTheStandard) {
  EXPECT_EQ(crc64("123456789"), 0x995DC9BBDF1939FA);
  EXPECT_EQ(crc64(""), 0U);
}

TEST(Crc64, GivesWhatBitByBitDivisionGivesForEveryLength) {
  for (std::size_t count = 0; count < 70; ++count) {
    const std::string bytes = mixed_bytes(count);
    EXPECT_EQ(crc64(bytes), bitwise_crc64(bytes)) << count;
  }
}

TEST(Crc64, ChangesWithEveryBitAndWithEveryByteCutOff) {
  const std::string bytes = mixed_bytes(50);
  const std::uint64_t whole = crc64(bytes);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_NE(crc64(flipped), whole) << bit;
  }
  for (std::size_t count = 0; count < bytes.size(); ++count) {
    EXPECT_NE(crc64(bytes.substr(0, count)), whole) << count;
  }
}

}  // namespace
}  // namespace hoi
