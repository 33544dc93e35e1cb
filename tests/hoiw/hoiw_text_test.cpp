#include "hoiw/hoiw_text.h"

#include <cstdlib>
#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(HoiwText, WholeNumbersHaveNoFraction) {
  EXPECT_EQ(hoiw_number(486), "486");
  EXPECT_EQ(hoiw_box({486, 174, 1219, 1080}), "[486, 174, 1219, 1080]");
}

TEST(HoiwText, NumbersReadBackToTheSameBits) {
  EXPECT_EQ(hoiw_number(0.1F), "0.1");
  std::mt19937 random(1);
  std::uniform_real_distribution<float> coordinate(-10, 2000);
  for (int i = 0; i < 1000; ++i) {
    const float value = coordinate(random);
    EXPECT_EQ(static_cast<float>(std::strtod(hoiw_number(value).c_str(), nullptr)), value);
  }
}

TEST(HoiwText, RefusesNumbersThatAreNotFinite) {
  EXPECT_THROW(hoiw_number(std::numeric_limits<float>::infinity()), std::invalid_argument);
  EXPECT_THROW(hoiw_number(std::numeric_limits<float>::quiet_NaN()), std::invalid_argument);
}

TEST(HoiwText, StringsAreEscaped) {
  EXPECT_EQ(hoiw_string("a\"b\\c\n"), R"("a\"b\\c\n")");
  EXPECT_NO_THROW(hoiw_string("\xFF")) << "a name that is no UTF-8";
}

using Names = std::vector<std::string>;

TEST(HoiwText, FileNamesAreBaseNames) {
  EXPECT_EQ(hoiw_file_names({"a.png", "park/b.png", "x/y/c.png"}),
            (Names{"a.png", "b.png", "c.png"}));
}

TEST(HoiwText, FileNamesThatWouldCollideKeepTheirFolder) {
  EXPECT_EQ(hoiw_file_names({"train/1.png", "val/1.png", "2.png"}),
            (Names{"train_1.png", "val_1.png", "2.png"}));
  EXPECT_EQ(hoiw_file_names({"1.png", "a/1.png", "a_1.png"}),
            (Names{"1.png", "_a_1.png", "a_1.png"}));
  EXPECT_EQ(hoiw_file_names({"a/b/1.png", "a_b/1.png"}), (Names{"a_b_1.png", "_a_b_1.png"}));
}

TEST(HoiwText, EqualNamesStayEqual) {
  EXPECT_EQ(hoiw_file_names({"x/1.png", "x/1.png"}), (Names{"1.png", "1.png"}));
}

}  // namespace
}  // namespace hoi
