#include "inference/mask_paste.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace hoi {
namespace {

/// Every pixel of the image by the words of the header, one by one.
RunLengthMask pasted_literally(const std::vector<float>& values, int side, const Box& box,
                               int width, int height) {
  std::vector<std::uint8_t> pixels;
  const auto tile_at = [&](int i, int j) {
    const int row = std::clamp(i, 0, side - 1), column = std::clamp(j, 0, side - 1);
    return double{values[static_cast<std::size_t>(row * side + column)]};
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double cx = x + 0.5, cy = y + 0.5;
      const bool in_box = cx >= double{box.x1} && cx < double{box.x2} && cy >= double{box.y1} &&
                          cy < double{box.y2};
      const double u = (cx - double{box.x1}) * side / (double{box.x2} - double{box.x1}) - 0.5;
      const double v = (cy - double{box.y1}) * side / (double{box.y2} - double{box.y1}) - 0.5;
      const int j = static_cast<int>(std::floor(u)), i = static_cast<int>(std::floor(v));
      const double right = u - j, below = v - i;
      const double upper = tile_at(i, j) * (1 - right) + tile_at(i, j + 1) * right;
      const double lower = tile_at(i + 1, j) * (1 - right) + tile_at(i + 1, j + 1) * right;
      pixels.push_back(in_box && upper * (1 - below) + lower * below > 0.5 ? 1 : 0);
    }
  }
  return encode_mask(pixels, width, height);
}

RunLengthMask pasted(const std::vector<float>& values, int side, const Box& box, int width,
                     int height) {
  return paste_mask(values.data(), side, box, width, height);
}

std::vector<float> constant(int side, float value) {
  return std::vector<float>(static_cast<std::size_t>(side * side), value);
}

TEST(PasteMask, IsTheLiteralRuleForRandomMasksAndBoxesAlsoBeyondTheBorder) {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> probability(0, 1), place(-20, 50), length(0, 60);
  for (int trial = 0; trial < 400; ++trial) {
    const int side = 1 + trial % 7, width = 1 + trial % 37, height = 1 + trial % 29;
    std::vector<float> values(static_cast<std::size_t>(side * side));
    for (float& value : values) value = probability(random);
    Box box;
    box.x1 = place(random);
    box.y1 = place(random);
    box.x2 = box.x1 + length(random);
    box.y2 = box.y1 + length(random);
    const RunLengthMask mask = pasted(values, side, box, width, height);
    EXPECT_TRUE(mask == pasted_literally(values, side, box, width, height)) << "trial " << trial;
    EXPECT_TRUE(is_valid(mask));
  }
}

TEST(PasteMask, AMaskOfOnesIsThePixelsWhoseCentreLiesInTheBox) {
  EXPECT_TRUE(pasted(constant(28, 1), 28, {0, 0, 7, 5}, 7, 5) == (RunLengthMask{7, 5, {0, 35}}));
  // Columns 1 and 2, rows 2 and 3: the centre of row 4 lies at the lower edge, which is outside.
  const RunLengthMask mask = pasted(constant(28, 1), 28, {0.75F, 1.5F + 0.01F, 3, 4.5F}, 6, 5);
  EXPECT_TRUE(mask == (RunLengthMask{6, 5, {7, 2, 3, 2, 16}}));
}

TEST(PasteMask, ResamplesBilinearlyBetweenTheCentresOfTiles) {
  // Two tiles beside each other, 0.1 and 0.7, over eight pixels; the centres are at 2 and 6, and
  // one half is passed at 2 + 4 * 0.4 / 0.6 = 4.67, between the centres of pixels 4 and 5.
  const RunLengthMask mask = pasted({0.1F, 0.7F, 0.1F, 0.7F}, 2, {0, 0, 8, 1}, 8, 1);
  EXPECT_TRUE(mask == (RunLengthMask{8, 1, {5, 3}}));
}

TEST(PasteMask, ExactlyOneHalfIsOutside) {
  EXPECT_EQ(mask_area(pasted(constant(28, 0.5F), 28, {0, 0, 9, 9}, 9, 9)), 0);
  EXPECT_EQ(mask_area(pasted(constant(28, 0.500001F), 28, {0, 0, 9, 9}, 9, 9)), 81);
}

TEST(PasteMask, ABoxOverTheBorderKeepsTheFrameOfItsMask) {
  // The left half of the box is outside of the image, and with it the left half of the mask.
  const std::vector<float> left_half{1, 0, 1, 0}, right_half{0, 1, 0, 1};
  EXPECT_EQ(mask_area(pasted(left_half, 2, {-4, 0, 4, 4}, 4, 4)), 0);
  EXPECT_EQ(mask_area(pasted(right_half, 2, {-4, 0, 4, 4}, 4, 4)), 16);
  EXPECT_EQ(mask_area(pasted(constant(28, 1), 28, {50, 50, 60, 60}, 40, 40)), 0);
  EXPECT_EQ(mask_area(pasted(constant(28, 1), 28, {-1e30F, -1e30F, 1e30F, 1e30F}, 40, 40)), 1600);
}

TEST(PasteMask, ABoxSmallerThanAPixelIsThatPixelOrNothing) {
  EXPECT_TRUE(pasted(constant(28, 1), 28, {2.4F, 1.4F, 2.6F, 1.6F}, 4, 3) ==
              (RunLengthMask{4, 3, {7, 1, 4}}));
  EXPECT_TRUE(pasted(constant(28, 1), 28, {2.6F, 1.4F, 2.9F, 1.6F}, 4, 3) ==
              (RunLengthMask{4, 3, {12}}));
}

TEST(PasteMask, ABoxWithoutAreaOrNumbersAndAnImageWithoutPixelsAreEmpty) {
  const float not_a_number = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  for (const Box& box : {Box{3, 3, 3, 9}, Box{9, 3, 3, 9}, Box{not_a_number, 0, 3, 3},
                         Box{0, 0, infinite, 3}, Box{-infinite, 0, infinite, 3}}) {
    EXPECT_TRUE(pasted(constant(2, 1), 2, box, 4, 3) == (RunLengthMask{4, 3, {12}}));
  }
  EXPECT_TRUE(is_valid(pasted(constant(2, 1), 2, {0, 0, 9, 9}, 0, 0)));
  EXPECT_TRUE(is_valid(pasted({not_a_number, 1, 1, not_a_number}, 2, {0, 0, 9, 9}, 9, 9)));
}

TEST(PasteMask, TheLargestImageThatAMaskCanHaveWorks) {
  const RunLengthMask mask =
      pasted(constant(28, 1), 28, {0, 0, 65535, 65535}, kLargestMaskSide, kLargestMaskSide);
  EXPECT_TRUE(is_valid(mask));
  EXPECT_EQ(mask_area(mask), std::int64_t{65535} * 65535);
}

}  // namespace
}  // namespace hoi
