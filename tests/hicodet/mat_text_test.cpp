#include "hicodet/mat_text.h"

#include <random>

#include <gtest/gtest.h>

#include "hicodet/mat_element.h"

namespace hoi {
namespace {

std::string bytes_of(const std::vector<std::uint16_t>& units) {
  return {reinterpret_cast<const char*>(units.data()), units.size() * 2};
}

std::string round_trip(const std::string& text) {
  return decode_mat_text(mat_type::kUint16, bytes_of(utf16_of(text))).value();
}

TEST(MatText, OfEightBitsIsTakenAsItIs) {
  EXPECT_EQ(decode_mat_text(mat_type::kUtf8, "a\xC3\xA9"), "a\xC3\xA9");
  EXPECT_EQ(decode_mat_text(mat_type::kUint8, "ab"), "ab");
  EXPECT_EQ(decode_mat_text(mat_type::kInt8, ""), "");
}

TEST(MatText, OfSixteenBitsBecomesUtf8) {
  EXPECT_EQ(utf16_of("A"), (std::vector<std::uint16_t>{0x41}));
  EXPECT_EQ(utf16_of("\xC3\xA9"), (std::vector<std::uint16_t>{0xE9}));
  EXPECT_EQ(utf16_of("\xE2\x82\xAC"), (std::vector<std::uint16_t>{0x20AC}));
  EXPECT_EQ(utf16_of("\xF0\x9F\x98\x80"), (std::vector<std::uint16_t>{0xD83D, 0xDE00}));
  for (const std::string text :
       {"A", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "plain.jpg"}) {
    EXPECT_EQ(round_trip(text), text);
  }
}

TEST(MatText, ReplacesWhatIsNoUnicode) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(decode_mat_text(mat_type::kUtf16, bytes_of({0xD800, 0x41})), replacement + "A");
  EXPECT_EQ(decode_mat_text(mat_type::kUtf16, bytes_of({0xDC00})), replacement);
  EXPECT_EQ(round_trip("\x80"), replacement);                    // not a first byte
  EXPECT_EQ(round_trip("\xC0\x80"), replacement + replacement);  // too long for its letter
  EXPECT_EQ(round_trip("\xE2\x82"), replacement);                // cut
  EXPECT_EQ(round_trip("\xED\xA0\x80"), replacement);            // half of a pair
  EXPECT_EQ(round_trip("\xF5"), replacement);
}

TEST(MatText, IsNoneWithZerosHalfLettersOrAnotherType) {
  EXPECT_FALSE(decode_mat_text(mat_type::kUtf8, std::string_view("a\0b", 3)));
  EXPECT_FALSE(decode_mat_text(mat_type::kUint16, "abc"));
  EXPECT_FALSE(decode_mat_text(mat_type::kDouble, "abcdefgh"));
}

TEST(MatText, TakesAnyBytes) {
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 8, '\0');
    for (char& letter : text) letter = static_cast<char>(1 + random() % 255);
    const std::string once = round_trip(text);
    EXPECT_EQ(round_trip(once), once);
  }
}

}  // namespace
}  // namespace hoi
