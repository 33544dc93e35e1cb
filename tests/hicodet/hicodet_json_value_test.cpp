#include "hicodet/hicodet_json_value.h"

#include <gmock/gmock.h>

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const std::string kFile = "x.json";
const HicodetPlace kPlace{kFile, "annotation", 3};

TEST(HicodetPlace, IsNamedInMessages) {
  EXPECT_EQ(input_error_of([] { kPlace.fail("wrong"); }), "x.json: annotation 3: wrong");
}

TEST(HicodetMember, MustBeThere) {
  const json record = {{"a", 1}, {"b", json::array()}};
  EXPECT_EQ(hicodet_member(record, "a", kPlace), 1);
  EXPECT_TRUE(hicodet_list(record, "b", kPlace).empty());
  EXPECT_THAT(input_error_of([&] { hicodet_member(record, "c", kPlace); }),
              HasSubstr("\"c\" is missing"));
  EXPECT_THAT(input_error_of([&] { hicodet_member(json(3), "c", kPlace); }),
              HasSubstr("found 3, expected an object"));
  EXPECT_THAT(input_error_of([&] { hicodet_list(record, "a", kPlace); }),
              HasSubstr("\"a\" is 1, expected a list"));
}

TEST(HicodetWholeNumber, IsTakenFromNumbersAndTexts) {
  EXPECT_EQ(hicodet_whole_number(3), 3);
  EXPECT_EQ(hicodet_whole_number(-3), -3);
  EXPECT_EQ(hicodet_whole_number(3.0), 3);
  EXPECT_EQ(hicodet_whole_number("12"), 12);
  EXPECT_EQ(hicodet_whole_number("12\n"), 12);
  EXPECT_EQ(hicodet_whole_number(json::parse("9223372036854775807")), INT64_MAX);
}

TEST(HicodetWholeNumber, IsNoneOfAnythingElse) {
  for (const char* text : {"3.5", "1e300", "18446744073709551615", "\"\"", "\"x\"", "\"3x\"",
                           "\"3 4\"", "\"99999999999999999999\"", "true", "null", "[]", "{}"}) {
    EXPECT_EQ(hicodet_whole_number(json::parse(text)), std::nullopt) << text;
  }
}

TEST(HicodetIndex, StaysInItsRange) {
  EXPECT_EQ(hicodet_index(1, 1, 600, "hoi_id", kPlace), 0);
  EXPECT_EQ(hicodet_index(600, 1, 600, "hoi_id", kPlace), 599);
  const auto error = [](const json& value, std::size_t count) {
    return input_error_of([&] { hicodet_index(value, 1, count, "hoi_id", kPlace); });
  };
  EXPECT_THAT(error(0, 600), HasSubstr("\"hoi_id\" is 0, expected a whole number from 1 to 600"));
  EXPECT_THAT(error(601, 600), HasSubstr("is 601"));
  EXPECT_THAT(error(json::parse("-9223372036854775808"), 600),
              HasSubstr("is -9223372036854775808"));
  EXPECT_THAT(error(1, 0), HasSubstr("there are none"));
}

TEST(HicodetCorners, AreFourNumbers) {
  EXPECT_EQ(hicodet_corners({1, 2.5, 3, 4}, "bbox", kPlace), (std::array<double, 4>{1, 2.5, 3, 4}));
  const auto error = [](const json& value) {
    return input_error_of([&] { hicodet_corners(value, "bbox", kPlace); });
  };
  EXPECT_THAT(error({1, 2, 3}), HasSubstr("expected four numbers"));
  EXPECT_THAT(error({1, 2, 3, "4"}), HasSubstr("expected a number of at most 1e9"));
  EXPECT_THAT(error({1, 2, 3, 1e10}), HasSubstr("expected a number of at most 1e9"));
  EXPECT_THAT(error("abcd"), HasSubstr("expected four numbers"));
}

TEST(HicodetFileName, HasNoFolder) {
  EXPECT_EQ(hicodet_file_name(json("a.jpg"), kPlace), "a.jpg");
  for (const char* name : {"", ".", "..", "a/b.jpg", "/a.jpg", "..\\a.jpg"}) {
    EXPECT_THAT(input_error_of([&] { hicodet_file_name(json(name), kPlace); }),
                HasSubstr("is no plain name"));
  }
  EXPECT_THAT(input_error_of([] { hicodet_file_name(json(3), kPlace); }),
              HasSubstr("found 3, expected a file name"));
}

}  // namespace
}  // namespace hoi
