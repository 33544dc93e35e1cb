#include "interchange/odgt_record.h"

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr const char* kLine =
    R"({"file_name": "a.png", "width": 100, "height": 80,
    "gtboxes": [{"box": [10, 20, 30.5, 40], "tag": "person"},
                {"box": [1, 2, 3, 4], "tag": "ball", "extra": {"ignore": 1}}],
    "hoi": [{"subject_id": 0, "object_id": 1, "category_id": 7, "interaction": "kick"}], "ID": "x"})";

TEST(OdgtRecord, ReadsOneImage) {
  const NamedImage named = parse_odgt_line(kLine, "train.odgt", 3);
  EXPECT_EQ(named.image.file_name, "a.png");
  EXPECT_EQ(named.image.width, 100);
  EXPECT_EQ(named.image.height, 80);
  EXPECT_TRUE(named.image.interactions_annotated);
  ASSERT_EQ(named.instances.size(), 2U);
  EXPECT_EQ(named.instances[0].name, "person");
  EXPECT_EQ(named.instances[0].corners, (std::array<double, 4>{10, 20, 40.5, 60}));
  EXPECT_FALSE(named.instances[0].crowd);
  EXPECT_TRUE(named.instances[1].crowd);
  ASSERT_EQ(named.interactions.size(), 1U);
  EXPECT_EQ(named.interactions[0].subject, 0);
  EXPECT_EQ(named.interactions[0].object, 1);
  EXPECT_EQ(named.interactions[0].verb, "kick");
}

TEST(OdgtRecord, SizesAndInteractionsMayBeMissing) {
  const NamedImage named = parse_odgt_line(R"({"file_name": "a", "gtboxes": []})", "f", 1);
  EXPECT_EQ(named.image.width, 0);
  EXPECT_FALSE(named.image.interactions_annotated);
  EXPECT_TRUE(parse_odgt_line(R"({"file_name": "a", "gtboxes": [], "hoi": []})", "f", 1)
                  .image.interactions_annotated);
}

TEST(OdgtRecord, RefusesTheWrongTypeForEveryKeyAndNamesTheLine) {
  const auto complete = nlohmann::json::parse(kLine);
  for (const auto& [key, value] : complete.items()) {
    if (key == "ID") continue;
    auto record = complete;
    record[key] = value.is_object() ? nlohmann::json(3) : nlohmann::json::parse(R"({"a": 1})");
    EXPECT_THAT(input_error_of([&] { parse_odgt_line(record.dump(), "train.odgt", 3); }),
                HasSubstr("train.odgt:3: '" + key + "' must be"));
  }
  for (const char* list : {"gtboxes", "hoi"}) {
    for (const auto& [key, value] : complete.at(list).at(0).items()) {
      if (key == "category_id") continue;
      auto record = complete;
      record[list][0][key] = true;
      EXPECT_THAT(input_error_of([&] { parse_odgt_line(record.dump(), "train.odgt", 3); }),
                  HasSubstr("train.odgt:3: " + std::string(list) + " 0: '" + key + "' must be"));
      record[list][0].erase(key);
      EXPECT_THAT(input_error_of([&] { parse_odgt_line(record.dump(), "train.odgt", 3); }),
                  HasSubstr("'" + key + "' is missing"));
    }
  }
  EXPECT_THAT(input_error_of([] { parse_odgt_line("[]", "f", 1); }),
              HasSubstr("must be an object"));
}

TEST(OdgtRecord, RefusesALineThatIsCutAnywhere) {
  const std::string line = kLine;
  for (std::size_t size = 0; size < line.size(); ++size) {
    EXPECT_THROW(parse_odgt_line(line.substr(0, size), "f", 1), InputError) << size;
  }
}

std::vector<std::pair<std::string, std::size_t>> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::pair<std::string, std::size_t>> lines;
  each_odgt_line(stream, "f", [&](const std::string& line, std::size_t number) {
    lines.emplace_back(line, number);
  });
  return lines;
}

using Lines = std::vector<std::pair<std::string, std::size_t>>;

TEST(OdgtRecord, LinesAreCountedAndBlankOnesSkipped) {
  EXPECT_EQ(lines_of("a\n\n \t\r\nb\n"), (Lines{{"a", 1}, {"b", 4}}));
  EXPECT_EQ(lines_of("a\nb"), (Lines{{"a", 1}, {"b", 2}}));
  EXPECT_EQ(lines_of(""), Lines{});
  const std::string long_line(200'000, 'x');  // longer than the pieces that are read at once
  EXPECT_EQ(lines_of(long_line + "\n" + long_line), (Lines{{long_line, 1}, {long_line, 2}}));
}

TEST(OdgtRecord, RefusesALineThatDoesNotEnd) {
  const std::string text = "a\n" + std::string(kLongestOdgtLine + 1, ' ');
  EXPECT_THAT(input_error_of([&] { lines_of(text); }), HasSubstr("f:2: a line of more than"));
}

}  // namespace
}  // namespace hoi
