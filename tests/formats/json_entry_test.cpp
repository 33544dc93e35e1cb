#include "formats/json_entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;

class JsonEntryTest : public ::testing::Test {
 protected:
  JsonEntry entry_of(const std::string& text) {
    value_ = json::parse(text);
    return JsonEntry(value_, "thing", 4, "x.json", defects_);
  }
  std::string last_defect() const { return defects_.empty() ? "" : describe(defects_.back()); }

  json value_;
  std::vector<DatasetDefect> defects_;
};

TEST_F(JsonEntryTest, ReadsFieldsOfTheRightType) {
  auto entry = entry_of(R"({"id": -3, "n": 7, "t": "x", "l": [1, 2.5], "b": true, "c": 0})");
  EXPECT_EQ(entry.id(), -3);
  EXPECT_EQ(entry.integer("n"), 7);
  EXPECT_EQ(entry.text("t"), "x");
  EXPECT_EQ(entry.numbers("l", 2), (std::vector<double>{1, 2.5}));
  EXPECT_TRUE(entry.boolean_or("b", false));
  EXPECT_FALSE(entry.boolean_or("c", true));
  EXPECT_TRUE(entry.boolean_or("absent", true));
  EXPECT_EQ(entry.text_or("t", "y"), "x");
  EXPECT_EQ(entry.text_or("absent", "y"), "y");
  EXPECT_EQ(entry.find("absent"), nullptr);
  EXPECT_TRUE(entry.is_readable());
  EXPECT_THAT(defects_, IsEmpty());
}

TEST_F(JsonEntryTest, NamesWhatIsMissing) {
  auto entry = entry_of(R"({"id": 3})");
  EXPECT_EQ(entry.integer("n"), std::nullopt);
  EXPECT_EQ(last_defect(), "x.json: thing 3: 'n' is missing");
  EXPECT_FALSE(entry.is_readable());
}

TEST_F(JsonEntryTest, NamesWhatHasAnotherType) {
  auto entry = entry_of(R"({"id": 3, "n": 1.0, "t": 5, "l": [1], "b": "yes", "big": 1e30,
                            "huge": 18446744073709551615})");
  EXPECT_EQ(entry.integer("n"), std::nullopt);
  EXPECT_EQ(last_defect(), "x.json: thing 3: 'n' must be an integer, found 1.0");
  EXPECT_EQ(entry.text("t"), std::nullopt);
  EXPECT_EQ(last_defect(), "x.json: thing 3: 't' must be a text, found 5");
  EXPECT_EQ(entry.numbers("l", 2), std::nullopt);
  EXPECT_EQ(last_defect(), "x.json: thing 3: 'l' must be 2 finite numbers, found [1]");
  EXPECT_TRUE(entry.boolean_or("b", true));
  EXPECT_EQ(last_defect(), "x.json: thing 3: 'b' must be true or false, found \"yes\"");
  EXPECT_EQ(entry.text_or("n", "y"), "y");
  EXPECT_EQ(entry.integer("big"), std::nullopt);
  EXPECT_EQ(entry.integer("huge"), std::nullopt);
  EXPECT_EQ(defects_.size(), 7U);
}

TEST_F(JsonEntryTest, EntryWithoutIdIsNamedByItsPosition) {
  EXPECT_FALSE(entry_of("{}").is_readable());
  EXPECT_EQ(last_defect(), "x.json: thing at position 4: 'id' is missing");
  entry_of(R"({"id": "3"})");
  EXPECT_EQ(last_defect(), "x.json: thing at position 4: 'id' must be an integer, found \"3\"");
}

TEST_F(JsonEntryTest, EntryThatIsNoObjectIsOneDefect) {
  auto entry = entry_of("[1]");
  EXPECT_EQ(entry.integer("n"), std::nullopt);
  EXPECT_EQ(defects_.size(), 1U);
  EXPECT_EQ(last_defect(), "x.json: thing at position 4: must be an object, found [1]");
}

TEST_F(JsonEntryTest, QuestionableDefectsLeaveTheEntryReadable) {
  auto entry = entry_of(R"({"id": 3})");
  entry.add_questionable("looks odd");
  EXPECT_TRUE(entry.is_readable());
  EXPECT_FALSE(defects_.back().unreadable);
}

TEST(Shown, IsShortAndPrintable) {
  EXPECT_EQ(shown(json::object()), "an object");
  EXPECT_EQ(shown(json(std::vector<int>(9))), "a list of 9");
  EXPECT_EQ(shown("a\n\xc3\xa4"), "\"a\\n\\u00e4\"");
  EXPECT_LT(shown(std::string(1000, 'x')).size(), 70U);
}

}  // namespace
}  // namespace hoi
