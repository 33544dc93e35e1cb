#include "formats/printable_text.h"

#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hoi {
namespace {

TEST(Printable, KeepsWhatPeopleCanRead) {
  EXPECT_EQ(printable(""), "");
  EXPECT_EQ(printable("b/c d.jpg"), "b/c d.jpg");
  const std::string letters = "\xc3\xa4 \xe4\xba\xba \xf0\x9f\x9a\xb2";  // 2, 3 and 4 bytes
  EXPECT_EQ(printable(letters), letters);
}

TEST(Printable, ReplacesControlCharacters) {
  EXPECT_EQ(printable("a\nb\tc\x1b[2J\x7f"), "a?b?c?[2J?");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "b\xc2\xa0"
                      "c"),
            "a?b\xc2\xa0"
            "c")
      << "U+009B, U+00A0";
}

TEST(Printable, ReplacesEachByteThatIsNoUtf8) {
  EXPECT_EQ(printable("\xff\xc3"), "??");
  EXPECT_EQ(printable("\xe4\xba"), "??") << "cut off";
  EXPECT_EQ(printable("\xc0\xaf"), "??") << "overlong";
  EXPECT_EQ(printable("\xed\xa0\x80"), "???") << "half of a surrogate pair";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "????") << "above U+10FFFF";
  EXPECT_EQ(printable("M\xfcller.jpg"), "M?ller.jpg") << "Latin-1";
}

TEST(Printable, CutsBetweenLetters) {
  EXPECT_EQ(printable(std::string(200, 'x')), std::string(200, 'x'));
  EXPECT_EQ(printable(std::string(201, 'x')), std::string(200, 'x') + "...");
  EXPECT_EQ(printable(std::string(199, 'x') + "\xc3\xa4"), std::string(199, 'x') + "...");
}

TEST(Printable, GivesValidUtf8WhateverComes) {
  std::mt19937 random(3);
  const std::string bytes = "a\x80\xbf\xc2\xe0\xa0\xed\x9f\xf0\x90\xf4\x8f\xff\n";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t i = random() % 8; i > 0; --i) text += bytes[random() % bytes.size()];
    const std::string result = printable(text);
    EXPECT_NO_THROW(nlohmann::json(result).dump())
        << nlohmann::json(result).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    EXPECT_EQ(result.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace hoi
