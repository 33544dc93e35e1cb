#include "weights/byte_cursor.h"

#include <cstdint>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(ByteCursor, ReadsNumbersAndLinesAndStopsAtTheEnd) {
  const WeightSource source("bytes");
  ByteCursor cursor(
      "\x01\x02\xff"
      "name\nrest",
      source);
  EXPECT_EQ(cursor.integer(2), 0x0201U);
  EXPECT_EQ(cursor.integer(1), 0xffU);
  EXPECT_EQ(cursor.line(10), "name");
  EXPECT_EQ(cursor.position(), 8U);
  EXPECT_EQ(cursor.remaining(), 4U);
  EXPECT_THROW(cursor.line(10), InputError);  // no line break
  EXPECT_THROW(cursor.take(5), InputError);
  EXPECT_THROW(cursor.take(UINT64_MAX), InputError);
  EXPECT_EQ(cursor.take(4), "rest");
  EXPECT_EQ(cursor.take(0), "");
  EXPECT_THAT(input_error_of([&] { cursor.integer(8); }),
              ::testing::HasSubstr("8 bytes expected at byte 12, only 0 are left"));
}

TEST(ByteCursor, ALineMustEndWithinItsLimit) {
  const WeightSource source("bytes");
  EXPECT_EQ(ByteCursor("abc\n", source).line(4), "abc");
  EXPECT_THROW(ByteCursor("abc\n", source).line(3), InputError);
}

TEST(LittleEndian, TakesTheLowestByteFirst) {
  EXPECT_EQ(little_endian(""), 0U);
  EXPECT_EQ(little_endian("\xff\xff\xff\xff\xff\xff\xff\xff"), UINT64_MAX);
  EXPECT_EQ(little_endian("\x80\x01"), 384U);
}

}  // namespace
}  // namespace hoi
