#include "study/markdown_table.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(MarkdownTable, IsPaddedAndAlignsNumbersToTheRight) {
  MarkdownTable table({"", "mAP"});
  table.add_row({"first row", "1.0"});
  table.add_row({"b", "10.25"});
  EXPECT_EQ(table.text(),
            "|           |   mAP |\n"
            "| --------- | ----: |\n"
            "| first row |   1.0 |\n"
            "| b         | 10.25 |\n");
}

TEST(MarkdownTable, SignsOfMarkdownAreEscaped) {
  MarkdownTable table({"a"});
  table.add_row({"s*t|u"});
  EXPECT_NE(table.text().find("s\\*t\\|u"), std::string::npos);
}

TEST(MarkdownTable, ARowOfAnotherNumberOfCellsIsABug) {
  MarkdownTable table({"a", "b"});
  EXPECT_THROW(table.add_row({"1"}), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
