#include "base/text_table.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(TextTable, AlignsTheFirstColumnLeftAndNumbersRight) {
  TextTable table({"verb", "AP", "count"});
  table.add_row({"throw_obj", "12.3", "4"});
  table.add_row({"kick", "", "12345"});
  EXPECT_EQ(table.text(),
            "verb         AP  count\n"
            "throw_obj  12.3      4\n"
            "kick             12345\n");
}

TEST(TextTable, EndsNoLineWithSpaces) {
  TextTable table({"name", ""});
  EXPECT_EQ(table.text(), "name\n");
}

TEST(TextTable, RefusesRowsOfAnotherWidth) {
  TextTable table({"a", "b"});
  EXPECT_THROW(table.add_row({"1"}), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
