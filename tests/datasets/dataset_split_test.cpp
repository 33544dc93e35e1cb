#include "datasets/dataset_split.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::vector<ImageAnnotation> numbered_images(int count, const std::string& split) {
  std::vector<ImageAnnotation> images(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto& image = images[static_cast<std::size_t>(i)];
    image.file_name = "trainval_" + std::to_string(i) + ".png";
    image.split = split;
  }
  return images;
}

std::map<std::string, std::string> split_of_name(const std::vector<ImageAnnotation>& images) {
  std::map<std::string, std::string> splits;
  for (const auto& image : images) splits[image.file_name] = image.split;
  return splits;
}

std::int64_t images_in(const std::vector<ImageAnnotation>& images, const std::string& split) {
  return std::count_if(images.begin(), images.end(),
                       [&](const auto& image) { return image.split == split; });
}

TEST(SplitByHash, DividesHoiwAsThePaperDoes) {
  auto images = numbered_images(29'842, "trainval");
  split_by_hash(images, {"trainval"}, {{"val", 9999.0 / 29842.0}}, "train");
  EXPECT_EQ(images_in(images, "val"), 9'999);
  EXPECT_EQ(images_in(images, "train"), 19'843);
}

TEST(SplitByHash, DoesNotDependOnTheOrderOfTheImages) {
  auto images = numbered_images(100, "");
  auto shuffled = images;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
  for (auto* list : {&images, &shuffled}) {
    split_by_hash(*list, {}, {{"val", 20}, {"test", 0.1}}, "train");
  }
  EXPECT_EQ(images_in(images, "val"), 20);
  EXPECT_EQ(images_in(images, "test"), 10);
  EXPECT_EQ(split_of_name(images), split_of_name(shuffled));
}

TEST(SplitByHash, DoesNotDependOnTheFolderOfTheImages) {
  auto images = numbered_images(50, ""), moved = images;
  for (auto& image : moved) image.file_name = "images/" + image.file_name;
  split_by_hash(images, {}, {{"val", 0.3}}, "train");
  split_by_hash(moved, {}, {{"val", 0.3}}, "train");
  for (std::size_t i = 0; i < images.size(); ++i) EXPECT_EQ(images[i].split, moved[i].split);
}

TEST(SplitByHash, TakesTheSmallestHashesFirst) {
  // SHA-256 of "a" starts with ca, of "b" with 3e, of "c" with 2e.
  std::vector<ImageAnnotation> images(3);
  images[0].file_name = "a";
  images[1].file_name = "b";
  images[2].file_name = "c";
  split_by_hash(images, {}, {{"first", 1}, {"second", 1}}, "rest");
  EXPECT_EQ(images[2].split, "first");
  EXPECT_EQ(images[1].split, "second");
  EXPECT_EQ(images[0].split, "rest");
}

TEST(SplitByHash, LeavesOtherSplitsAlone) {
  auto images = numbered_images(10, "trainval");
  images[4].split = "test";
  split_by_hash(images, {"trainval"}, {{"val", 3}}, "train");
  EXPECT_EQ(images[4].split, "test");
  EXPECT_EQ(images_in(images, "train"), 6);
}

TEST(SplitByHash, RefusesPartsThatAreTooLarge) {
  auto images = numbered_images(10, "");
  EXPECT_THAT(input_error_of([&] {
                split_by_hash(images, {}, {{"val", 11}}, "train");
              }),
              HasSubstr("needs 11 images, only 10 of 10 are left"));
  EXPECT_THAT(input_error_of([&] {
                split_by_hash(images, {}, {{"val", 8}, {"test", 0.5}}, "train");
              }),
              HasSubstr("only 2 of 10 are left"));
  EXPECT_THAT(input_error_of([&] {
                split_by_hash(images, {}, {{"val", 1e30}}, "train");
              }),
              HasSubstr("only 10 of 10"));
  for (const double size : {0.0, -1.0, 2.5}) {
    EXPECT_THAT(input_error_of([&] {
                  split_by_hash(images, {}, {{"val", size}}, "train");
                }),
                HasSubstr("expected a fraction below 1 or a whole number"));
  }
}

TEST(ParseSplitPart, ReadsNamesWithNumbers) {
  EXPECT_EQ(parse_split_part("val=9999").name, "val");
  EXPECT_EQ(parse_split_part("val=9999").size, 9999);
  EXPECT_EQ(parse_split_part("my test=0.25").size, 0.25);
  for (const std::string text :
       {"val", "=3", "val=", "val=x", "val=3x", "val=-1", "val=nan", "val=1e999"}) {
    EXPECT_THAT(input_error_of([&] { parse_split_part(text); }), HasSubstr("expected NAME=IMAGES"))
        << text;
  }
}

}  // namespace
}  // namespace hoi
