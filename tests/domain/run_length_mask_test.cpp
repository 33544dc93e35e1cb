#include "domain/run_length_mask.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using Pixels = std::vector<std::uint8_t>;

/// A size and pixels of a density that is anything from empty to full.
struct RandomPixels {
  explicit RandomPixels(std::mt19937& random) : RandomPixels(random, side(random), side(random)) {}
  RandomPixels(std::mt19937& random, int columns, int rows) : width(columns), height(rows) {
    const unsigned density = random() % 5;  // 0: nothing, 4: everything
    for (int i = 0; i < width * height; ++i) pixels.push_back(random() % 4 < density ? 1 : 0);
  }
  static int side(std::mt19937& random) { return 1 + static_cast<int>(random() % 9); }

  RunLengthMask mask() const { return encode_mask(pixels, width, height); }

  int width, height;
  Pixels pixels;
};

/// The same pixels with empty runs put in, which files may hold.
RunLengthMask with_empty_runs(const RunLengthMask& mask, std::mt19937& random) {
  RunLengthMask loose{mask.width, mask.height, {}};
  for (const std::uint32_t count : mask.counts) {
    const std::uint32_t first = random() % (count + 1);
    loose.counts.insert(loose.counts.end(), {first, 0, count - first});
  }
  return loose;
}

Box literal_box(const RandomPixels& image) {
  int left = image.width, top = image.height, right = 0, bottom = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (image.pixels[static_cast<std::size_t>(y * image.width + x)] == 0) continue;
      left = std::min(left, x);
      top = std::min(top, y);
      right = std::max(right, x + 1);
      bottom = std::max(bottom, y + 1);
    }
  }
  if (right == 0) return {};
  return {static_cast<float>(left), static_cast<float>(top), static_cast<float>(right),
          static_cast<float>(bottom)};
}

void expect_box(const Box& actual, const Box& expected) {
  EXPECT_EQ(actual.x1, expected.x1);
  EXPECT_EQ(actual.y1, expected.y1);
  EXPECT_EQ(actual.x2, expected.x2);
  EXPECT_EQ(actual.y2, expected.y2);
}

//   . 1 1      column by column: . 1 | 1 1 | 1 .
//   1 1 .
TEST(EncodeMask, CountsColumnByColumnAndBeginsWithARunOfZeros) {
  EXPECT_THAT(encode_mask({0, 1, 1, 1, 1, 0}, 3, 2).counts, ElementsAre(1, 4, 1));
  EXPECT_THAT(encode_mask({1, 0, 0, 0, 0, 255}, 3, 2).counts, ElementsAre(0, 1, 4, 1));
}

TEST(EncodeMask, HandlesFullEmptyAndTinyMasks) {
  EXPECT_THAT(encode_mask({1, 1, 1, 1, 1, 1}, 3, 2).counts, ElementsAre(0, 6));
  EXPECT_THAT(encode_mask({0, 0, 0, 0, 0, 0}, 3, 2).counts, ElementsAre(6));
  EXPECT_THAT(encode_mask({1}, 1, 1).counts, ElementsAre(0, 1));
  EXPECT_THAT(encode_mask({0}, 1, 1).counts, ElementsAre(1));
  EXPECT_THAT(encode_mask({}, 0, 5).counts, ElementsAre(0));
  EXPECT_THAT(encode_mask({0, 1, 1, 0}, 4, 1).counts, ElementsAre(1, 2, 1));
  EXPECT_THAT(encode_mask({0, 1, 1, 0}, 1, 4).counts, ElementsAre(1, 2, 1));
}

TEST(DecodeMask, ReadsRunsColumnByColumn) {
  EXPECT_EQ(decode_mask({3, 2, {1, 4, 1}}), (Pixels{0, 1, 1, 1, 1, 0}));
  EXPECT_EQ(decode_mask({3, 2, {0, 0, 1, 2, 0, 2, 1, 0}}), (Pixels{0, 1, 1, 1, 1, 0}));
  EXPECT_EQ(decode_mask({0, 2, {}}), Pixels{});
}

TEST(IsValid, WantsTheCountsToCoverTheImage) {
  EXPECT_TRUE(is_valid({3, 2, {1, 4, 1}}));
  EXPECT_TRUE(is_valid({3, 2, {0, 0, 6, 0}}));
  EXPECT_TRUE(is_valid({0, 2, {}}));
  EXPECT_FALSE(is_valid({3, 2, {}}));
  EXPECT_FALSE(is_valid({3, 2, {1, 4}}));
  EXPECT_FALSE(is_valid({3, 2, {1, 4, 2}}));
  EXPECT_FALSE(is_valid({3, 2, {4294967295U, 7}}));  // 6 in 32 bits
  EXPECT_FALSE(is_valid({-3, -2, {6}}));
}

// Column 1 of a 4 x 3 image, rows 1 and 2, and column 2, row 0: two runs that touch.
TEST(MaskBox, ARunOverAColumnBorderReachesTopAndBottom) {
  expect_box(mask_box({4, 3, {4, 3, 5}}), {1, 0, 3, 3});
  expect_box(mask_box({4, 3, {4, 1, 7}}), {1, 1, 2, 2});
  expect_box(mask_box({4, 3, {4, 0, 2, 0, 6}}), {0, 0, 0, 0});
}

TEST(MaskIou, MatchesAWorkedExample) {
  const RunLengthMask a = {5, 2, {0, 6, 4}}, b = {5, 2, {4, 4, 2}};
  EXPECT_EQ(mask_intersection(a, b), 2);
  EXPECT_DOUBLE_EQ(mask_iou(a, b), 2.0 / 8);
  EXPECT_EQ(mask_iou({5, 2, {10}}, {5, 2, {10}}), 0);
}

TEST(RunLengthMask, CountsUpToTheLargestSize) {
  const auto pixels = static_cast<std::uint32_t>(kLargestMaskSide) * kLargestMaskSide;
  const RunLengthMask full = {kLargestMaskSide, kLargestMaskSide, {0, pixels}};
  EXPECT_TRUE(is_valid(full));
  EXPECT_EQ(mask_area(full), std::int64_t{65535} * 65535);
  EXPECT_EQ(mask_iou(full, full), 1);
  expect_box(mask_box(full), {0, 0, 65535, 65535});
  EXPECT_TRUE(merge_masks({full, full}, full.width, full.height) == full);
}

TEST(MergeMasks, UnitesWhatTouchesOverlapsOrIsApart) {
  const RunLengthMask a = {6, 2, {1, 2, 9}}, b = {6, 2, {3, 2, 7}}, c = {6, 2, {4, 4, 4}},
                      d = {6, 2, {10, 2}};
  EXPECT_THAT(merge_masks({a, b}, 6, 2).counts, ElementsAre(1, 4, 7));
  EXPECT_THAT(merge_masks({d, c, b, a}, 6, 2).counts, ElementsAre(1, 7, 2, 2));
  EXPECT_THAT(merge_masks({{6, 2, {0, 12}}, a}, 6, 2).counts, ElementsAre(0, 12));
  EXPECT_THAT(merge_masks({}, 6, 2).counts, ElementsAre(12));
  EXPECT_TRUE(merge_masks({a}, 6, 2) == a);
}

TEST(RunLengthMask, AgreesWithPixelsOnRandomMasks) {
  std::mt19937 random(5);
  for (int trial = 0; trial < 2000; ++trial) {
    const RandomPixels image(random);
    const RunLengthMask mask = image.mask();
    ASSERT_TRUE(is_valid(mask));
    ASSERT_EQ(std::count(mask.counts.begin() + 1, mask.counts.end(), 0U), 0);
    for (const RunLengthMask& form : {mask, with_empty_runs(mask, random)}) {
      ASSERT_EQ(decode_mask(form), image.pixels);
      ASSERT_EQ(mask_area(form), std::count(image.pixels.begin(), image.pixels.end(), 1));
      expect_box(mask_box(form), literal_box(image));
      ASSERT_TRUE(merge_masks({form}, image.width, image.height) == mask);
    }
    ASSERT_FALSE(HasFailure()) << "trial " << trial;
  }
}

TEST(RunLengthMask, CombinesRandomMasksAsPixelsDo) {
  std::mt19937 random(6);
  for (int trial = 0; trial < 2000; ++trial) {
    const RandomPixels a(random), b(random, a.width, a.height), c(random, a.width, a.height);
    std::int64_t shared = 0, together = 0;
    Pixels all;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
      shared += a.pixels[i] & b.pixels[i];
      together += a.pixels[i] | b.pixels[i];
      all.push_back(a.pixels[i] | b.pixels[i] | c.pixels[i]);
    }
    const auto loose = with_empty_runs(b.mask(), random);
    ASSERT_EQ(mask_intersection(a.mask(), loose), shared);
    ASSERT_EQ(mask_intersection(loose, a.mask()), shared);
    const double iou =
        together > 0 ? static_cast<double>(shared) / static_cast<double>(together) : 0;
    ASSERT_EQ(mask_iou(a.mask(), loose), iou);
    ASSERT_TRUE(merge_masks({a.mask(), loose, c.mask()}, a.width, a.height) ==
                encode_mask(all, a.width, a.height));
  }
}

}  // namespace
}  // namespace hoi
