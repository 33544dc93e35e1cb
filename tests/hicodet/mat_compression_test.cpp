#include "hicodet/mat_compression.h"

#include <gmock/gmock.h>

#include "hicodet/mat_bytes.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kLimit = 1 << 20;

std::string unpacked(const std::string& packed, std::size_t limit = kLimit) {
  return unpack_mat_array(packed, limit, {packed, "x.mat"});
}

std::string unpack_error(const std::string& packed, std::size_t limit = kLimit) {
  return input_error_of([&] { unpacked(packed, limit); });
}

TEST(MatCompression, UnpacksAnArray) {
  const std::string array = mat_double_matrix(1, 2, {1, 2}, "a");
  EXPECT_EQ(unpacked(deflated(array)), array);
  EXPECT_EQ(unpack_mat_beginning(deflated(array), 20, {"", "x.mat"}), array.substr(0, 20));
}

TEST(MatCompression, RefusesMoreOrLessThanTheTagSays) {
  const std::string array = mat_double_matrix(1, 2, {1, 2}, "a");
  EXPECT_THAT(unpack_error(deflated(array + "x")), HasSubstr("damaged compressed data"));
  EXPECT_THAT(unpack_error(deflated(array.substr(0, array.size() - 1))), HasSubstr("damaged"));
  EXPECT_THAT(unpack_error(deflated("1234567")), HasSubstr("damaged"));
}

TEST(MatCompression, RefusesDamageAtEveryByte) {
  const std::string packed = deflated(mat_double_matrix(1, 2, {1, 2}, "a"));
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_THAT(unpack_error(packed.substr(0, size)), HasSubstr("damaged"));
  }
}

TEST(MatCompression, AsksForNoMoreMemoryThanTheDataCanFill) {
  const std::string huge = mat_word(14) + mat_word(0xFFFFFFF0) + std::string(100, 'x');
  EXPECT_THAT(unpack_error(deflated(huge), std::size_t{1} << 40), HasSubstr("claim"));
  const std::string array = mat_double_matrix(100, 1, std::vector<double>(100, 0));
  EXPECT_THAT(unpack_error(deflated(array), 800), HasSubstr("at most 800"));
}

TEST(MatCompression, RefusesWhatIsNoArray) {
  EXPECT_THAT(unpack_error(deflated(mat_element_bytes(9, "12345678"))), HasSubstr("of type 9"));
}

}  // namespace
}  // namespace hoi
