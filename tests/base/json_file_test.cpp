#include "base/json_file.h"

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string json_error(const std::string& text, const JsonLimits& limits = {}) {
  return input_error_of([&] { parse_json(text, "x.json", limits); });
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

TEST(ParseJson, ReadsValues) {
  const auto value = parse_json(R"({"a": [1, 2.5, "\u00e9", null, true]})", "x.json");
  EXPECT_EQ(value["a"].size(), 5U);
  EXPECT_EQ(value["a"][1], 2.5);
}

TEST(ParseJson, NamesLineAndColumnOfASyntaxError) {
  EXPECT_THAT(json_error("{\n  \"a\": 1,\n  \"b\": oops\n}"),
              StartsWith("x.json:3:8: no valid JSON"));
  EXPECT_THAT(json_error(""), StartsWith("x.json:1:1: no valid JSON"));
  EXPECT_THAT(json_error("[1] 2"), StartsWith("x.json:1:5: no valid JSON"));
}

TEST(ParseJson, AcceptsTheDepthLimitAndRefusesOneMore) {
  JsonLimits limits;
  limits.max_depth = 5;
  EXPECT_NO_THROW(parse_json(nested(5), "x.json", limits));
  EXPECT_THAT(json_error(nested(6), limits),
              HasSubstr("x.json:1:6: nested deeper than the 5 levels"));
  EXPECT_THAT(json_error(R"([{"a":[{"b":[{}]}]}])", limits), HasSubstr("nested deeper"));
}

TEST(ParseJson, AMillionOpenBracketsCostNoStack) {
  EXPECT_THAT(json_error(std::string(1'000'000, '[')),
              HasSubstr("nested deeper than the 64 levels"));
}

TEST(ParseJson, BracketsInsideStringsAreNoNesting) {
  JsonLimits limits;
  limits.max_depth = 1;
  EXPECT_NO_THROW(parse_json(R"(["[[[[", "\"[[[", "\\", "]]"])", "x.json", limits));
}

TEST(ParseJson, RefusesMoreBytesThanTheLimit) {
  JsonLimits limits;
  limits.max_bytes = 3;
  EXPECT_THAT(json_error("[10]", limits), HasSubstr("x.json: has 4 bytes, more than the 3"));
}

TEST(ParseJson, RefusesNumbersOutOfRangeAndInvalidUtf8) {
  EXPECT_THAT(json_error("[1e999]"), HasSubstr("number overflow"));
  EXPECT_THAT(json_error("[\"\xff\xfe\"]"), HasSubstr("no valid JSON"));
  EXPECT_THAT(json_error("[NaN]"), HasSubstr("no valid JSON"));
}

TEST(ParseJson, ZeroByteIsNoEndOfTheText) {
  EXPECT_THAT(json_error(std::string("[1]\0junk", 8)),
              HasSubstr("x.json:1:4: no valid JSON: a zero"));
}

TEST(ParseJson, MessageOfAHugeTokenStaysShort) {
  EXPECT_LT(json_error("\"" + std::string(100'000, 'x')).size(), 300U);
}

TEST(ReadJsonFile, NamesTheFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_json_file(folder.write("good.json", "[1]"))[0], 1);
  EXPECT_THAT(input_error_of([&] { read_json_file(folder.write("bad.json", "[1")); }),
              HasSubstr("bad.json:1:"));
}

}  // namespace
}  // namespace hoi
