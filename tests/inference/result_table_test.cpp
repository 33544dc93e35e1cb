#include "inference/result_table.h"

#include <cstdio>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "inference/sample_result.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResultTable, ListsTripletsInColumns) {
  EXPECT_EQ(format_result_table(sample_result(), sample_vocabulary()),
            "photos/tea.jpg   200 x 100 pixels, 1 person, 2 objects\n"
            "  score  person     verb   object\n"
            "   0.88  person #0  hold   cup #1\n"
            "   0.25  person #0  drink  cup #1\n");
}

TEST(ResultTable, FurtherRowsAreCounted) {
  ResultTableOptions options;
  options.max_rows = 1;
  const auto text = format_result_table(sample_result(), sample_vocabulary(), options);
  EXPECT_THAT(text, HasSubstr("hold"));
  EXPECT_THAT(text, Not(HasSubstr("drink")));
  EXPECT_THAT(text, HasSubstr("and 1 more\n"));
}

TEST(ResultTable, SaysWhenNothingWasFound) {
  ImageResult result = sample_result();
  result.interactions.clear();
  EXPECT_EQ(format_result_table(result, sample_vocabulary()),
            "photos/tea.jpg   200 x 100 pixels, 1 person, 2 objects\n  no interaction found\n");
}

TEST(ResultTable, ColorsOnlyWhenAsked) {
  EXPECT_THAT(format_result_table(sample_result(), sample_vocabulary()), Not(HasSubstr("\x1b")));
  ResultTableOptions options;
  options.color = true;
  EXPECT_THAT(format_result_table(sample_result(), sample_vocabulary(), options),
              HasSubstr("\x1b[32m0.88\x1b[0m"));
}

TEST(TerminalColors, PipeOrFileShowsNone) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  EXPECT_FALSE(terminal_shows_colors(::fileno(file)));
  std::fclose(file);
}

}  // namespace
}  // namespace hoi
