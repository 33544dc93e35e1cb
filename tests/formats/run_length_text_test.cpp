#include "formats/run_length_text.h"

#include <random>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

// 1 and 4 fit into one letter; 16 needs two, because bit 4 is the sign: 16 = 16 + 0 * 32.
TEST(RunLengthText, WritesSmallNumbersAsOneLetter) {
  EXPECT_EQ(run_length_text({3, 2, {1, 4, 1}}), "141");
  EXPECT_EQ(run_length_text({3, 5, {0, 15}}), "0?");
  EXPECT_EQ(run_length_text({4, 4, {0, 16}}), "0`0");
  EXPECT_EQ(run_length_text({6, 1, {6}}), "6");
}

// Counts 6, 3, 2, 3, 6: after the first three the differences 3 - 3 and 6 - 2.
TEST(RunLengthText, WritesLaterCountsAsDifferences) {
  EXPECT_EQ(run_length_text({4, 5, {6, 3, 2, 3, 6}}), "63204");
  // 2 - 3 = -1: all bits set, the letter '0' + 31.
  EXPECT_EQ(run_length_text({3, 3, {1, 3, 1, 2, 2}}), "131O1");
  // 40 = 8 + 1 * 32, -100 = 28 + 28 * 32 - 1024 in two groups.
  EXPECT_EQ(run_length_text({1, 250, {0, 107, 40, 7, 96}}), "0[3X1lLh1");
}

TEST(ParseRunLengthText, ReadsWhatIsWritten) {
  EXPECT_TRUE(parse_run_length_text("63204", 4, 5) == (RunLengthMask{4, 5, {6, 3, 2, 3, 6}}));
  EXPECT_TRUE(parse_run_length_text("0[3X1lLh1", 1, 250) ==
              (RunLengthMask{1, 250, {0, 107, 40, 7, 96}}));
  EXPECT_TRUE(parse_run_length_text("006", 3, 2) == (RunLengthMask{3, 2, {0, 0, 6}}));
}

TEST(ParseRunLengthText, GivesRandomMasksBack) {
  std::mt19937 random(2);
  for (int trial = 0; trial < 2000; ++trial) {
    const int width = 1 + static_cast<int>(random() % 60000);
    const int height = 1 + static_cast<int>(random() % 60000);
    RunLengthMask mask{width, height, {}};
    std::uint32_t rest = static_cast<std::uint32_t>(width) * static_cast<std::uint32_t>(height);
    const std::uint32_t runs = random() % 20;
    for (std::uint32_t i = 0; i < runs; ++i) {
      const std::uint32_t count = (random() >> random() % 32) % (rest + 1);
      mask.counts.push_back(count);
      rest -= count;
    }
    mask.counts.push_back(rest);
    ASSERT_TRUE(parse_run_length_text(run_length_text(mask), width, height) == mask);
  }
}

TEST(ParseRunLengthText, CountsUpToTheLargestMask) {
  const auto pixels = static_cast<std::uint32_t>(kLargestMaskSide) * kLargestMaskSide;
  const RunLengthMask mask = {kLargestMaskSide, kLargestMaskSide, {0, pixels, 0, 0}};
  EXPECT_TRUE(parse_run_length_text(run_length_text(mask), mask.width, mask.height) == mask);
}

std::string problem_of(const std::string& text, int width, int height) {
  return input_error_of([&] { parse_run_length_text(text, width, height); });
}

TEST(ParseRunLengthText, SaysWhatIsWrong) {
  EXPECT_EQ(problem_of("1 1", 3, 2),
            "letter 2 of the run-length code is none of those from '0' to 'o'");
  EXPECT_THAT(problem_of("1p1", 3, 2), HasSubstr("letter 2"));
  EXPECT_THAT(problem_of("1\xff", 3, 2), HasSubstr("letter 2"));
  EXPECT_THAT(problem_of("14X", 3, 2), HasSubstr("ends inside of a number"));
  EXPECT_THAT(problem_of("1oooooooo", 3, 2),
              HasSubstr("up to letter 8 of the run-length code is too large"));
  EXPECT_EQ(problem_of("14", 3, 2), "the run-length code leaves 1 of 3 x 2 pixels open");
  EXPECT_THAT(problem_of("", 3, 2), HasSubstr("leaves 6 of 3 x 2 pixels open"));
  EXPECT_EQ(problem_of("142", 3, 2),
            "run 3 of the run-length code has 2 pixels, 1 are left of 3 x 2");
  EXPECT_THAT(problem_of("O", 3, 2), HasSubstr("run 1 of the run-length code has -1 pixels"));
  EXPECT_THAT(problem_of("112O", 3, 2), HasSubstr("leaves 2 of"));  // 1, 1, 2, 0
  EXPECT_THAT(problem_of("ooooooO", 3, 2), HasSubstr("needless"));  // -1 in seven letters
  EXPECT_THAT(problem_of("Q041", 3, 2), HasSubstr("letter 2 of the run-length code is needless"));
}

TEST(ParseRunLengthText, RefusesSidesOutOfRange) {
  EXPECT_THAT(problem_of("0", 0, 2), HasSubstr("must be from 1 to 65535, found 0"));
  EXPECT_THAT(problem_of("0", 2, 65536), HasSubstr("found 65536"));
}

}  // namespace
}  // namespace hoi
