#include "interchange/record_fields.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(RecordFields, ReadsEachKindOfField) {
  const json object = json::parse(R"({"t": "x", "n": 1.5, "i": -3, "s": 640, "l": [1],
    "four": [1, 2, 3.5, -4], "yes": true, "one": 1, "nothing": null})");
  const RecordFields fields(object, "here");
  EXPECT_EQ(fields.text("t"), "x");
  EXPECT_EQ(fields.optional_text("t"), "x");
  EXPECT_EQ(fields.optional_text("none"), std::nullopt);
  EXPECT_DOUBLE_EQ(fields.number("n"), 1.5);
  EXPECT_DOUBLE_EQ(fields.number_or("none", 7), 7);
  EXPECT_EQ(fields.integer("i"), -3);
  EXPECT_EQ(fields.side("s"), 640);
  EXPECT_EQ(fields.list("l").size(), 1U);
  EXPECT_EQ(fields.four_numbers("four"), (std::array<double, 4>{1, 2, 3.5, -4}));
  EXPECT_TRUE(fields.flag_or("yes", false));
  EXPECT_TRUE(fields.flag_or("one", false));
  EXPECT_TRUE(fields.flag_or("none", true));
  EXPECT_EQ(fields.find("nothing"), nullptr);
  EXPECT_NE(fields.find("t"), nullptr);
}

TEST(RecordFields, NamesThePlaceAndTheKeyOfWhatIsWrong) {
  const json object = json::parse(R"({"x": {}})");
  const RecordFields fields(object, "a.json: task 3");
  EXPECT_EQ(input_error_of([&] { fields.text("x"); }),
            "a.json: task 3: 'x' must be a text, found an object");
  EXPECT_EQ(input_error_of([&] { fields.text("y"); }), "a.json: task 3: 'y' is missing");
  EXPECT_THAT(input_error_of([&] { fields.list("x"); }), HasSubstr("must be a list"));
  EXPECT_THAT(input_error_of([&] { fields.integer("x"); }), HasSubstr("must be an integer"));
  EXPECT_THAT(input_error_of([&] { fields.number("x"); }), HasSubstr("must be a number"));
  EXPECT_THAT(input_error_of([&] { fields.four_numbers("x"); }), HasSubstr("must be 4 numbers"));
  EXPECT_THAT(input_error_of([&] { fields.flag_or("x", true); }), HasSubstr("true or false"));
  const json list = json::array();
  EXPECT_EQ(input_error_of([&] { RecordFields(list, "there"); }),
            "there: must be an object, found []");
}

TEST(RecordFields, RefusesNumbersThatAreTooLarge) {
  const json object = json::parse(R"({"n": -1e10, "i": 9223372036854775808, "s": 0, "t": 1048577,
                                      "four": [0, 0, 0, 1e10]})");
  const RecordFields fields(object, "here");
  EXPECT_THROW(fields.number("n"), InputError);
  EXPECT_THROW(fields.integer("i"), InputError);
  EXPECT_THROW(fields.side("s"), InputError);
  EXPECT_THROW(fields.side("t"), InputError);
  EXPECT_THROW(fields.four_numbers("four"), InputError);
}

}  // namespace
}  // namespace hoi
