#include "hicodet/mat_element.h"

#include <gmock/gmock.h>

#include "hicodet/mat_bytes.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::string element_error(const std::string& bytes) {
  const MatSource source{bytes, "x.mat"};
  return input_error_of([&] { read_mat_element(source.bytes, source); });
}

TEST(MatElement, IsReadWithItsPadding) {
  const std::string bytes = mat_element_bytes(2, "abc") + "rest";
  const MatElement element = read_mat_element(bytes, {bytes, "x.mat"});
  EXPECT_EQ(element.type, 2U);
  EXPECT_EQ(element.data, "abc");
  EXPECT_EQ(element.length, 16U);
}

TEST(MatElement, MayLackThePaddingAtTheEnd) {
  const std::string bytes = mat_word(1) + mat_word(3) + "abc";
  EXPECT_EQ(read_mat_element(bytes, {bytes, "x.mat"}).length, 11U);
}

TEST(MatElement, IsReadFromASmallTag) {
  const std::string bytes = mat_word(0x00030001) + "abc" + std::string(1, '\0') + "next";
  const MatElement element = read_mat_element(bytes, {bytes, "x.mat"});
  EXPECT_EQ(element.type, 1U);
  EXPECT_EQ(element.data, "abc");
  EXPECT_EQ(element.length, 8U);
}

TEST(MatElement, MustFitIntoItsBytes) {
  EXPECT_THAT(element_error("1234567"), HasSubstr("x.mat: byte 0: the data end"));
  EXPECT_THAT(element_error(mat_word(9) + mat_word(8) + "1234567"),
              HasSubstr("of 8 bytes where only 7 are left"));
  EXPECT_THAT(element_error(mat_word(9) + mat_word(0xFFFFFFFF)), HasSubstr("only 0 are left"));
  EXPECT_THAT(element_error(mat_word(0x00050001) + "abcd"), HasSubstr("small data element of 5"));
}

TEST(MatNumbers, AreReadInEveryWidth) {
  const std::string ones(8, '\xFF');
  EXPECT_EQ(mat_number_at(mat_type::kInt8, ones.data()), -1);
  EXPECT_EQ(mat_number_at(mat_type::kUint8, ones.data()), 255);
  EXPECT_EQ(mat_number_at(mat_type::kInt16, ones.data()), -1);
  EXPECT_EQ(mat_number_at(mat_type::kUint16, ones.data()), 65535);
  EXPECT_EQ(mat_number_at(mat_type::kInt32, ones.data()), -1);
  EXPECT_EQ(mat_number_at(mat_type::kUint32, ones.data()), 4294967295.0);
  EXPECT_EQ(mat_number_at(mat_type::kInt64, ones.data()), -1);
  EXPECT_EQ(mat_number_at(mat_type::kUint64, ones.data()), 18446744073709551615.0);
  const float single = 1.5F;
  EXPECT_EQ(mat_number_at(mat_type::kSingle, reinterpret_cast<const char*>(&single)), 1.5);
  EXPECT_EQ(mat_number_at(mat_type::kDouble, mat_doubles({-2.25}).data()), -2.25);
}

TEST(MatNumbers, HaveSizesOnlyWhereTheyAreNumbers) {
  EXPECT_EQ(mat_number_size(mat_type::kUint16), 2U);
  EXPECT_EQ(mat_number_size(mat_type::kDouble), 8U);
  EXPECT_EQ(mat_number_size(mat_type::kMatrix), 0U);
  EXPECT_EQ(mat_number_size(8), 0U);
  EXPECT_EQ(mat_number_size(0), 0U);
}

}  // namespace
}  // namespace hoi
