#include "base/byte_reader.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ByteReader, ReadsBothByteOrders) {
  const std::string_view bytes("\x01\x02\x03\x84\xF5", 5);
  const ByteReader big(bytes, ByteReader::Order::kBigEndian);
  EXPECT_EQ(big.u8(4), 0xF5U);
  EXPECT_EQ(big.u16(0), 0x0102U);
  EXPECT_EQ(big.u24(1), 0x020384U);
  EXPECT_EQ(big.u32(1), 0x020384F5U);
  const ByteReader little(bytes, ByteReader::Order::kLittleEndian);
  EXPECT_EQ(little.u16(0), 0x0201U);
  EXPECT_EQ(little.u24(1), 0x840302U);
  EXPECT_EQ(little.u32(1), 0xF5840302U);
}

TEST(ByteReader, BytesBehindTheEndAreZero) {
  const ByteReader big("\x7F", ByteReader::Order::kBigEndian);
  EXPECT_EQ(big.u16(0), 0x7F00U);
  EXPECT_EQ(big.u32(1), 0U);
  EXPECT_EQ(big.u8(~std::size_t{0}), 0U);
  EXPECT_EQ(ByteReader("", ByteReader::Order::kLittleEndian).u32(0), 0U);
}

}  // namespace
}  // namespace hoi
