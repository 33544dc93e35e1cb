#include "report/protobuf_writer.h"

#include <gtest/gtest.h>

#include "report/sample_pictures.h"

namespace hoi {
namespace {

TEST(ProtobufWriter, WritesTheExamplesOfTheFormatsDescription) {
  EXPECT_EQ(ProtobufWriter().number(1, 150).bytes(), bytes_of_hex("089601"));
  EXPECT_EQ(ProtobufWriter().text(2, "testing").bytes(), bytes_of_hex("120774657374696e67"));
  const auto inner = ProtobufWriter().number(1, 150).bytes();
  EXPECT_EQ(ProtobufWriter().text(3, inner).bytes(), bytes_of_hex("1a03089601"));
}

TEST(ProtobufWriter, WritesNumbersOfEveryKindAndSize) {
  EXPECT_EQ(ProtobufWriter().number(1, 0).bytes(), bytes_of_hex("0800"));
  EXPECT_EQ(ProtobufWriter().number(1, 127).bytes(), bytes_of_hex("087f"));
  EXPECT_EQ(ProtobufWriter().number(1, 128).bytes(), bytes_of_hex("088001"));
  EXPECT_EQ(ProtobufWriter().number(1, -1).bytes(), bytes_of_hex("08ffffffffffffffffff01"));
  EXPECT_EQ(ProtobufWriter().real(1, 1.0).bytes(), bytes_of_hex("09000000000000f03f"));
  EXPECT_EQ(ProtobufWriter().short_real(2, 0.5F).bytes(), bytes_of_hex("150000003f"));
  EXPECT_EQ(ProtobufWriter().number(16, 1).bytes(), bytes_of_hex("800101"));
}

TEST(ProtobufWriter, KeepsTheOrderOfTheCalls) {
  EXPECT_EQ(ProtobufWriter().number(2, 1).number(1, 2).text(3, "").bytes(),
            bytes_of_hex("100108021a00"));
}

TEST(LittleEndian, PutsTheLowestByteFirst) {
  EXPECT_EQ(little_endian(0x01020304, 4), bytes_of_hex("04030201"));
  EXPECT_EQ(little_endian(3, 8), bytes_of_hex("0300000000000000"));
}

}  // namespace
}  // namespace hoi
