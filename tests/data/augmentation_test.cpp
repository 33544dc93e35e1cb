#include "data/augmentation.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "base/error.h"

namespace hoi {
namespace {

TEST(Augmentation, SameSeedEpochAndPictureDrawTheSame) {
  AugmentationOptions options;
  options.short_sides = {480, 512, 544, 576, 608};
  options.brightness = options.contrast = options.saturation = 0.3;
  auto random = random_stream(7, 3, 41), again = random_stream(7, 3, 41);
  const auto first = draw_augmentation(options, random), second = draw_augmentation(options, again);
  EXPECT_EQ(first.flip, second.flip);
  EXPECT_EQ(first.short_side, second.short_side);
  EXPECT_EQ(first.brightness, second.brightness);
  EXPECT_EQ(first.saturation, second.saturation);
}

TEST(Augmentation, OtherSeedEpochOrPictureDrawsOtherwise) {
  std::set<std::uint64_t> draws;
  for (std::uint64_t value = 0; value < 50; ++value) {
    draws.insert(random_stream(value, 1, 2)());
    draws.insert(random_stream(0, 100 + value, 2)());
    draws.insert(random_stream(0, 1, 1000 + value)());
  }
  EXPECT_EQ(draws.size(), 150U);
}

TEST(Augmentation, FlipsAsOftenAsAsked) {
  AugmentationOptions options;
  options.flip_probability = 0.25;
  int flips = 0;
  for (std::uint64_t index = 0; index < 4000; ++index) {
    auto random = random_stream(1, 0, index);
    flips += draw_augmentation(options, random).flip ? 1 : 0;
  }
  // Binomial: mean 1000, deviation 27.
  EXPECT_NEAR(flips, 1000, 140);
}

TEST(Augmentation, DefaultChangesNeitherSizeNorColours) {
  auto random = random_stream(1, 1, 1);
  const auto choice = draw_augmentation({}, random);
  EXPECT_EQ(choice.short_side, 0);
  EXPECT_EQ(choice.brightness, 1);
  EXPECT_EQ(choice.contrast, 1);
  EXPECT_EQ(choice.saturation, 1);
}

TEST(Augmentation, ListAndRangeCoverTheirShortSides) {
  AugmentationOptions options;
  options.short_sides = {100, 104};
  std::set<std::int64_t> from_list, from_range;
  for (std::uint64_t index = 0; index < 300; ++index) {
    auto random = random_stream(5, 0, index);
    options.scale_jitter = ScaleJitter::kList;
    from_list.insert(draw_augmentation(options, random).short_side);
    options.scale_jitter = ScaleJitter::kRange;
    from_range.insert(draw_augmentation(options, random).short_side);
  }
  EXPECT_EQ(from_list, (std::set<std::int64_t>{100, 104}));
  EXPECT_EQ(from_range, (std::set<std::int64_t>{100, 101, 102, 103, 104}));
}

TEST(Augmentation, OptionsOutOfRangeAreInputErrors) {
  auto random = random_stream(1, 1, 1);
  AugmentationOptions options;
  options.flip_probability = 1.5;
  EXPECT_THROW(draw_augmentation(options, random), InputError);
  options = {};
  options.contrast = 1;
  EXPECT_THROW(draw_augmentation(options, random), InputError);
  options = {};
  options.short_sides = {0};
  EXPECT_THROW(draw_augmentation(options, random), InputError);
}

TEST(ColorJitter, UnitFactorsReturnThePictureItself) {
  const cv::Mat picture(4, 4, CV_8UC3, cv::Scalar(1, 2, 3));
  EXPECT_EQ(jitter_colors(picture, {}).data, picture.data);
}

// Grey level 0.114 B + 0.587 G + 0.299 R; the left half is (B, G, R) = (200, 100, 50) -> 96.45 ->
// 96, the right half grey 40; mean grey (96 + 40) / 2 = 68.
TEST(ColorJitter, EachFactorDoesWhatItsNameSays) {
  cv::Mat picture(1, 2, CV_8UC3);
  picture.at<cv::Vec3b>(0, 0) = {200, 100, 50};
  picture.at<cv::Vec3b>(0, 1) = {40, 40, 40};

  AugmentationChoice choice;
  choice.brightness = 0.5;
  cv::Mat jittered = jitter_colors(picture, choice);
  EXPECT_EQ(jittered.at<cv::Vec3b>(0, 0), cv::Vec3b(100, 50, 25));

  choice = {};
  choice.saturation = 0.5;  // halfway to grey: (200 + 96) / 2, (100 + 96) / 2, (50 + 96) / 2
  jittered = jitter_colors(picture, choice);
  EXPECT_EQ(jittered.at<cv::Vec3b>(0, 0), cv::Vec3b(148, 98, 73));
  EXPECT_EQ(jittered.at<cv::Vec3b>(0, 1), cv::Vec3b(40, 40, 40));

  choice = {};
  choice.contrast = 0.5;  // halfway to the mean grey 68
  jittered = jitter_colors(picture, choice);
  EXPECT_EQ(jittered.at<cv::Vec3b>(0, 0), cv::Vec3b(134, 84, 59));
  EXPECT_EQ(jittered.at<cv::Vec3b>(0, 1), cv::Vec3b(54, 54, 54));
}

}  // namespace
}  // namespace hoi
