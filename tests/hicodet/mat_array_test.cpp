#include "hicodet/mat_array.h"

#include <gmock/gmock.h>

#include "hicodet/mat_bytes.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = MatArray::Kind;

/// An array with the bytes that it looks at.
struct OwnedArray {
  explicit OwnedArray(std::string from) : bytes(std::move(from)), source{bytes, "x.mat"} {
    array = MatArray::read(source.bytes, source, length);
  }
  OwnedArray(const OwnedArray&) = delete;
  OwnedArray& operator=(const OwnedArray&) = delete;

  std::string bytes;
  MatSource source;
  std::size_t length = 0;
  MatArray array;
};

std::string array_error(const std::string& bytes) {
  return input_error_of([&] { OwnedArray{bytes}; });
}

std::string sized_matrix(std::uint32_t array_class, const std::string& sizes,
                         const std::string& content) {
  return mat_element_bytes(14, mat_element_bytes(6, mat_word(array_class) + mat_word(0)) +
                                   mat_element_bytes(5, sizes) + mat_element_bytes(1, "a") +
                                   content);
}

TEST(MatArray, ReadsNumbersColumnByColumn) {
  const OwnedArray owned(mat_double_matrix(2, 3, {1, 2, 3, 4, 5, 6}, "numbers"));
  EXPECT_EQ(owned.array.kind(), Kind::kNumbers);
  EXPECT_EQ(owned.array.rows(), 2U);
  EXPECT_EQ(owned.array.columns(), 3U);
  EXPECT_EQ(owned.array.count(), 6U);
  EXPECT_EQ(owned.array.name(), "numbers");
  EXPECT_EQ(owned.array.number(3), 4);
  EXPECT_EQ(owned.length, owned.bytes.size());
}

TEST(MatArray, ReadsNumbersThatAreStoredInFewerBytes) {
  // A double array whose data are 8-bit integers, as MATLAB writes small whole numbers.
  const OwnedArray owned(mat_matrix(6, 1, 3, "", mat_element_bytes(2, "\x01\x02\xFF")));
  EXPECT_EQ(owned.array.number(2), 255);
}

TEST(MatArray, ReadsTexts) {
  EXPECT_EQ(OwnedArray(mat_text_matrix("a.jpg")).array.text(), "a.jpg");
  EXPECT_EQ(OwnedArray(mat_matrix(4, 0, 0, "", "")).array.text(), "");
  EXPECT_EQ(OwnedArray(mat_double_matrix(0, 0, {})).array.text(), "");
}

TEST(MatArray, VisitsCells) {
  const OwnedArray owned(
      mat_matrix(1, 2, 1, "", mat_double_matrix(1, 1, {7}) + mat_element_bytes(14, "")));
  std::vector<std::string> seen;
  owned.array.each([&](const MatArray& value, std::size_t position) {
    seen.push_back(std::to_string(position) + ":" +
                   (value.is_empty() ? "empty" : std::to_string(value.number())));
  });
  EXPECT_THAT(seen, ElementsAre("0:7.000000", "1:empty"));
}

TEST(MatArray, VisitsEntriesOfStructsWithTheFieldsInTheOrderAskedFor) {
  const OwnedArray owned(mat_struct_matrix(
      {"a", "unused", "b"},
      {mat_double_matrix(1, 1, {1}), mat_text_matrix("x"), mat_double_matrix(1, 1, {2}),
       mat_double_matrix(1, 1, {3}), mat_text_matrix("y"), mat_double_matrix(1, 1, {4})}));
  std::vector<double> seen;
  owned.array.each_entry({"b", "a"}, [&](const std::vector<MatArray>& values, std::size_t) {
    seen.push_back(values[0].number());
    seen.push_back(values[1].number());
  });
  EXPECT_THAT(seen, ElementsAre(2, 1, 4, 3));
  EXPECT_TRUE(owned.array.has_field("unused"));
  EXPECT_FALSE(owned.array.has_field("c"));
}

TEST(MatArray, TakesAnEmptyMatrixForAStructWithoutEntries) {
  const OwnedArray owned(mat_double_matrix(0, 0, {}));
  owned.array.each_entry({"a"}, [](const std::vector<MatArray>&, std::size_t) { FAIL(); });
  EXPECT_FALSE(owned.array.has_field("a"));
}

TEST(MatArray, SaysWhatItIsInstead) {
  const OwnedArray number(mat_double_matrix(1, 2, {1, 2}));
  const OwnedArray text(mat_text_matrix("x"));
  EXPECT_THAT(input_error_of([&] { text.array.number(); }),
              HasSubstr("found text, expected numbers"));
  EXPECT_THAT(input_error_of([&] { number.array.text(); }),
              HasSubstr("found numbers, expected text"));
  EXPECT_THAT(input_error_of([&] { number.array.number(); }), HasSubstr("2 numbers, expected one"));
  EXPECT_THAT(input_error_of([&] { number.array.number(2); }), HasSubstr("position 2 of 2"));
  EXPECT_THAT(input_error_of([&] { text.array.each([](const MatArray&, std::size_t) {}); }),
              HasSubstr("expected a cell"));
  const auto ignore = [](const std::vector<MatArray>&, std::size_t) {};
  EXPECT_THAT(input_error_of([&] { text.array.each_entry({"a"}, ignore); }),
              HasSubstr("expected a struct"));
  const OwnedArray entry(mat_struct_matrix({"a"}, {mat_double_matrix(1, 1, {1})}));
  EXPECT_THAT(input_error_of([&] { entry.array.each_entry({"b"}, ignore); }),
              HasSubstr("a struct without the field 'b'"));
}

TEST(MatArray, RefusesTextsOfSeveralRowsAndWithZeros) {
  const OwnedArray rows(mat_matrix(4, 2, 1, "", mat_element_bytes(16, "ab")));
  EXPECT_THAT(input_error_of([&] { rows.array.text(); }), HasSubstr("2 rows, expected one"));
  const OwnedArray zero(mat_matrix(4, 1, 2, "", mat_element_bytes(16, std::string("a\0", 2))));
  EXPECT_THAT(input_error_of([&] { zero.array.text(); }), HasSubstr("zeros"));
}

TEST(MatArray, RefusesOtherKinds) {
  for (const std::uint32_t array_class : {0U, 3U, 5U, 16U, 17U, 255U}) {
    EXPECT_THAT(array_error(mat_matrix(array_class, 1, 1, "a", "")),
                HasSubstr("an array of class"));
  }
  EXPECT_THAT(array_error(mat_matrix(0x0806, 1, 1, "a", "")), HasSubstr("complex numbers"));
  EXPECT_THAT(array_error(mat_element_bytes(9, "12345678")), HasSubstr("where an array"));
}

TEST(MatArray, RefusesSizesThatDoNotFitTheData) {
  EXPECT_THAT(array_error(mat_matrix(6, 1, 2, "", mat_element_bytes(9, "12345678"))),
              HasSubstr("2 numbers of type 9 in 8 bytes"));
  EXPECT_THAT(array_error(mat_matrix(6, 1, 1, "", mat_element_bytes(8, "12345678"))),
              HasSubstr("of type 8"));
  EXPECT_THAT(array_error(mat_matrix(1, 1, 9, "", mat_double_matrix(1, 1, {1}))),
              HasSubstr("a cell of 9 entries"));
  EXPECT_THAT(array_error(sized_matrix(6, mat_word(1), "")), HasSubstr("unreadable array sizes"));
  EXPECT_THAT(array_error(sized_matrix(6, mat_word(1) + mat_word(0xFFFFFFFF), "")),
              HasSubstr("an array size of -1"));
}

TEST(MatArray, RefusesSizesWhoseProductDoesNotFitIntoAnInteger) {
  std::string sizes;
  for (int i = 0; i < 16; ++i) sizes += mat_word(0x7FFFFFFF);
  EXPECT_THAT(array_error(sized_matrix(1, sizes, "")), HasSubstr("too large"));
}

TEST(MatArray, RefusesFieldNamesThatDoNotFitTheirLength) {
  const auto with_length = [](std::uint32_t length) {
    return mat_matrix(
        2, 1, 1, "",
        mat_word(0x00040005) + mat_word(length) + mat_element_bytes(1, std::string(32, 'a')));
  };
  EXPECT_THAT(array_error(with_length(0)), HasSubstr("do not fit their length"));
  EXPECT_THAT(array_error(with_length(31)), HasSubstr("do not fit their length"));
  EXPECT_THAT(array_error(with_length(0xFFFFFFFF)), HasSubstr("do not fit their length"));
}

TEST(MatArray, RefusesEntriesWithoutFields) {
  const std::string no_fields = mat_word(0x00040005) + mat_word(8) + mat_element_bytes(1, "");
  EXPECT_THAT(array_error(mat_matrix(2, 1000, 1000, "", no_fields)),
              HasSubstr("a struct of 1000000 entries"));
}

TEST(MatArray, SurvivesTheLossOfEveryByte) {
  const std::string whole = mat_struct_matrix(
      {"a", "b"}, {mat_matrix(1, 1, 1, "", mat_text_matrix("xyz")), mat_double_matrix(1, 1, {2})});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(array_error(whole.substr(0, size)), "") << size;
  }
}

}  // namespace
}  // namespace hoi
