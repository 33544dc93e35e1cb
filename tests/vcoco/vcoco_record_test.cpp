#include "vcoco/vcoco_record.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;

const std::string kFile = "file.json";

TEST(VcocoRecord, ReadsEachKindOfMember) {
  const json value = {{"id", 7},       {"name", "a"},    {"half", 0.5},
                      {"crowd", true}, {"ids", {3, -4}}, {"box", {1, 2.5, 3, 4}}};
  const VcocoRecord record(value, kFile, "annotation", 2);
  EXPECT_EQ(record.integer("id"), 7);
  EXPECT_EQ(record.text("name"), "a");
  EXPECT_EQ(record.number("half"), 0.5);
  EXPECT_TRUE(record.flag("crowd"));
  EXPECT_FALSE(record.flag("absent"));
  EXPECT_EQ(record.integers("ids"), (std::vector<std::int64_t>{3, -4}));
  EXPECT_EQ(record.coordinates("box", 4), (std::vector<double>{1, 2.5, 3, 4}));
  EXPECT_EQ(record.where(), "annotation 7");
}

TEST(VcocoRecord, NamesTheEntryAndTheKeyOfWhatIsWrong) {
  const json value = {{"name", 5}, {"ids", {1, 2.5}}, {"box", {1, 2, 3}}, {"flag", 2}};
  const VcocoRecord record(value, kFile, "action", 3);
  EXPECT_EQ(input_error_of([&] { record.integer("id"); }),
            "file.json: action at position 3: 'id' is missing");
  EXPECT_EQ(input_error_of([&] { record.text("name"); }),
            "file.json: action at position 3: 'name' must be a text, found 5");
  EXPECT_EQ(input_error_of([&] { record.integers("ids"); }),
            "file.json: action at position 3: 'ids' must hold integers, found 2.5 at position 1");
  EXPECT_EQ(input_error_of([&] { record.coordinates("box", 4); }),
            "file.json: action at position 3: 'box' must be 4 finite numbers, found [1,2,3]");
  EXPECT_NE(input_error_of([&] { record.flag("flag"); }).find("must be 0 or 1"), std::string::npos);
  EXPECT_NE(input_error_of([&] { record.list("name"); }).find("must be a list"), std::string::npos);
  EXPECT_NE(input_error_of([&] { record.number("ids"); }).find("must be a number"),
            std::string::npos);
}

TEST(VcocoRecord, RefusesWhatIsNoObjectAndIntegersAbove64Bits) {
  EXPECT_EQ(input_error_of([] { VcocoRecord(json::array(), kFile, "image", 0); }),
            "file.json: image at position 0: must be an object, found []");
  const json value = {{"id", 18446744073709551615U}};
  const VcocoRecord record(value, kFile, "image", 1);
  EXPECT_NE(input_error_of([&] { record.integer("id"); }).find("must be an integer"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
