#include "base/json_error.h"

#include <gmock/gmock.h>

namespace hoi {
namespace {

using ::testing::StartsWith;

TEST(JsonPosition, CountsLinesAndColumnsFromOne) {
  EXPECT_EQ(json_position("ab\ncd", "x", 0), "x:1:1");
  EXPECT_EQ(json_position("ab\ncd", "x", 1), "x:1:2");
  EXPECT_EQ(json_position("ab\ncd", "x", 3), "x:2:1");
  EXPECT_EQ(json_position("ab\ncd", "x", 99), "x:2:3");
}

TEST(JsonErrorText, AddsTheStartOfThePiece) {
  const std::string text = "[1,\n oops]";
  try {
    FAIL() << nlohmann::json::parse(text.substr(5, 4));
  } catch (const nlohmann::json::exception& error) {
    EXPECT_THAT(json_error_text(text, "x", 5, error), StartsWith("x:2:2: no valid JSON: "));
  }
}

}  // namespace
}  // namespace hoi
