#include "report/page_text.h"

#include <cmath>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ValidUtf8, KeepsTextAndReplacesEveryByteThatIsNone) {
  EXPECT_EQ(valid_utf8("ride\tbicycle\n"), "ride\tbicycle\n");
  EXPECT_EQ(valid_utf8("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
            "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80");
  EXPECT_EQ(valid_utf8("a\xff"
                       "b"),
            "a?b");
  EXPECT_EQ(valid_utf8("\xc3"), "?");                 // cut off
  EXPECT_EQ(valid_utf8("\xc0\xaf"), "??");            // an overlong slash
  EXPECT_EQ(valid_utf8("\xe0\x80\xaf"), "???");       // likewise
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "???");       // half a surrogate pair
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), "????");  // above U+10FFFF
  EXPECT_EQ(valid_utf8(std::string("a\0b\x1b[0m\x7f", 8)), "a?b?[0m?");
}

TEST(EscapedHtml, LeavesNothingThatEndsAnElementOrAnAttribute) {
  EXPECT_EQ(escaped_html("<script>alert('1')</script>"),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  EXPECT_EQ(escaped_html("\" onload=\"x & y"), "&quot; onload=&quot;x &amp; y");
}

TEST(ScriptJson, CannotEndItsElementAndReadsBackTheSame) {
  const nlohmann::json value = {{"</script><!--", "a & b > c \xe2\x80\xa8"}};
  const std::string text = script_json(value);
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos) << text;
  EXPECT_EQ(nlohmann::json::parse(text), value);
  EXPECT_NO_THROW(script_json("\xff"));
}

TEST(Base64, GivesTheExamplesOfItsStandard) {
  // RFC 4648, section 10.
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

TEST(ScriptSourceHash, IsTheOneOfTheStandardsExample) {
  // Content Security Policy Level 2, section 4.2.5.
  EXPECT_EQ(script_source_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
}

TEST(Numbers, AreShownForPeople) {
  EXPECT_EQ(grouped_digits(0), "0");
  EXPECT_EQ(grouped_digits(999), "999");
  EXPECT_EQ(grouped_digits(1000), "1,000");
  EXPECT_EQ(grouped_digits(-1234567), "-1,234,567");
  EXPECT_EQ(percent_text(0.4321), "43.2");
  EXPECT_EQ(percent_text(std::nullopt), "-");
  EXPECT_EQ(percent_text(NAN), "-");
  EXPECT_EQ(short_number(1.23456), "1.235");
  EXPECT_EQ(short_number(INFINITY), "-");
  EXPECT_EQ(byte_count(999), "999 B");
  EXPECT_EQ(byte_count(31234567), "31.2 MB");
}

}  // namespace
}  // namespace hoi
