#include "base/json_records.h"

#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<json> records_of(const JsonRecords& file, const std::string& member) {
  std::vector<json> records;
  file.each(member, [&](const json& record, std::size_t position) {
    EXPECT_EQ(position, records.size());
    records.push_back(record);
  });
  return records;
}

void read_everything(const std::string& text, const JsonLimits& limits) {
  const JsonRecords file(text, "x.json", {}, limits);
  const auto ignore = [](const json&, std::size_t) {};
  file.each(ignore);
  file.each("a", ignore);
  file.value("b");
}

std::string error_of(const std::string& text, const JsonLimits& limits = {}) {
  return input_error_of([&] { read_everything(text, limits); });
}

TEST(JsonRecords, VisitsTheEntriesOfAMember) {
  const JsonRecords file(R"( {"n": 3, "a": [1, {"x": "]"}, "two", [] ], "e":[]} )", "x.json");
  EXPECT_TRUE(file.is_object());
  EXPECT_TRUE(file.is_list("a"));
  EXPECT_FALSE(file.is_list("n"));
  EXPECT_THAT(records_of(file, "a"), ElementsAre(1, json{{"x", "]"}}, "two", json::array()));
  EXPECT_TRUE(records_of(file, "e").empty());
  EXPECT_TRUE(records_of(file, "missing").empty());
  EXPECT_EQ(file.value("n"), 3);
  EXPECT_TRUE(file.value("missing").is_null());
}

TEST(JsonRecords, VisitsAnOutermostList) {
  const JsonRecords file("[ 1 ,2,3]\n", "x.json");
  int sum = 0;
  file.each([&](const json& record, std::size_t) { sum += record.get<int>(); });
  EXPECT_EQ(sum, 6);
  EXPECT_TRUE(file.is_list());
}

TEST(JsonRecords, NamesThePositionOfEveryMistake) {
  EXPECT_THAT(error_of(""), StartsWith("x.json:1:1: no valid JSON"));
  EXPECT_THAT(error_of("3"), StartsWith("x.json:1:1: no valid JSON"));
  EXPECT_THAT(error_of("[1, 2"), HasSubstr("ends too early"));
  EXPECT_THAT(error_of("[1,\n 2,]"), StartsWith("x.json:2:4: no valid JSON"));
  EXPECT_THAT(error_of("[1 2]"), StartsWith("x.json:1:4: no valid JSON"));
  EXPECT_THAT(error_of("[1]]"), StartsWith("x.json:1:4: no valid JSON"));
  EXPECT_THAT(error_of("{\"a\": [{\"x\" 1}]}"), StartsWith("x.json:1:13: no valid JSON"));
  EXPECT_THAT(error_of("{\"a\": [[1}]}"), StartsWith("x.json:1:"));
  EXPECT_THAT(error_of("{\"b\": \"open}"), HasSubstr("ends too early"));
  EXPECT_THAT(error_of("{\"b\": 1, }"), StartsWith("x.json:1:10: no valid JSON"));
  EXPECT_THAT(error_of("{\"b\"  1}"), HasSubstr("expected ':'"));
  EXPECT_THAT(error_of("{\"b\": nope}"), StartsWith("x.json:1:"));
  EXPECT_THAT(error_of(std::string("[1, \0]", 6)), HasSubstr("a zero byte"));
}

TEST(JsonRecords, RefusesAMemberThatStandsTwice) {
  EXPECT_THAT(error_of(R"({"a": [], "a": [1]})"), HasSubstr("stands before"));
}

TEST(JsonRecords, LimitsDepthWithoutUsingTheStack) {
  EXPECT_THAT(error_of("[" + std::string(1'000'000, '[')), HasSubstr("nested deeper than the 64"));
  JsonLimits limits;
  limits.max_depth = 3;
  EXPECT_NO_THROW(read_everything("[[[]]]", limits));
  EXPECT_NO_THROW(read_everything(R"({"a": [[]]})", limits));
  EXPECT_THAT(error_of("[[[[]]]]", limits), HasSubstr("x.json:1:4: nested deeper"));
  EXPECT_THAT(error_of(R"({"a": [[[]]]})", limits), HasSubstr("nested deeper than the 3 levels"));
}

TEST(JsonRecords, LimitsTheSizeOfOneRecord) {
  const std::string text = "[\"" + std::string(JsonRecords::kLargestRecord, 'x') + "\"]";
  EXPECT_THAT(error_of(text), HasSubstr("x.json:1:2: a record of"));
}

TEST(JsonRecords, ReportsProgressUpToTheEnd) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "x.json") << "[1, 2, 3]";
  std::vector<std::uint64_t> done;
  const auto file = JsonRecords::read(folder.path() / "x.json", [&](auto bytes, auto total) {
    EXPECT_EQ(total, 9U);
    done.push_back(bytes);
  });
  file.each([](const json&, std::size_t) {});
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(done.back(), 9U);
}

}  // namespace
}  // namespace hoi
