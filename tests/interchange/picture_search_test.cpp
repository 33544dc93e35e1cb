#include "interchange/picture_search.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace hoi {
namespace {

/// Files that are not empty are pictures of 8 x 6.
const ImageSizeReader kSizes = [](const std::filesystem::path& path) {
  return std::filesystem::file_size(path) > 0 ? std::make_optional(std::make_pair(8, 6))
                                              : std::nullopt;
};
const ImageSizeReader kNoSizes = {};

std::string place_of(const TemporaryFolder& folder, const std::vector<std::string>& names,
                     const std::string& split) {
  const auto found = PictureSearch(folder.path(), kSizes).find(names, split);
  return found ? found->file_name : "";
}

TEST(PictureSearch, LooksInImagesThenInTheSplitThenInTheFolder) {
  const TemporaryFolder folder;
  folder.write("a.png", "x");
  EXPECT_EQ(place_of(folder, {"a.png"}, "train"), "a.png");
  folder.write("train/a.png", "x");
  EXPECT_EQ(place_of(folder, {"a.png"}, "train"), "train/a.png");
  EXPECT_EQ(place_of(folder, {"a.png"}, "val"), "a.png");
  folder.write("images/train/a.png", "x");
  EXPECT_EQ(place_of(folder, {"a.png"}, "train"), "images/train/a.png");
  folder.write("images/a.png", "x");
  EXPECT_EQ(place_of(folder, {"a.png"}, "train"), "images/a.png");
}

TEST(PictureSearch, TakesTheFirstNameThatIsAPicture) {
  const TemporaryFolder folder;
  folder.write("images/broken.png", "");
  folder.write("b.png", "x");
  const auto found =
      PictureSearch(folder.path(), kSizes).find({"none.png", "broken.png", "b.png"}, "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->file_name, "b.png");
  EXPECT_EQ(found->width, 8);
  EXPECT_EQ(found->height, 6);
  EXPECT_FALSE(PictureSearch(folder.path(), kSizes).find({"broken.png"}, ""));
  EXPECT_FALSE(PictureSearch(folder.path(), kSizes).find({}, ""));
}

TEST(PictureSearch, TakesTheFirstNameForGrantedWhenNobodyMeasures) {
  const TemporaryFolder folder;
  folder.write("b.png", "");
  const PictureSearch search(folder.path(), kNoSizes);
  EXPECT_EQ(search.find({"x/a.png", "a.png"}, "train")->file_name, "images/x/a.png");
  EXPECT_EQ(search.find({"x/b.png", "b.png"}, "train")->file_name, "b.png");
  EXPECT_FALSE(search.find({}, "train"));
}

TEST(PictureSearch, SplitsAreNoWayOutOfTheFolder) {
  const TemporaryFolder folder;
  folder.write("a.png", "x");
  folder.write("inside/b.png", "x");
  const PictureSearch search(folder / "inside", kSizes);
  EXPECT_FALSE(search.find({"a.png"}, ".."));
  EXPECT_FALSE(search.find({"a.png"}, "../.."));
}

TEST(PictureSearch, ImageFolderIsImagesWhenAllAreThere) {
  AnnotatedDataset dataset;
  dataset.images.resize(2);
  dataset.images[0].file_name = "images/x/a.png";
  dataset.images[1].file_name = "b.png";
  set_image_folder("data", dataset);
  EXPECT_EQ(dataset.image_folder, "data");
  EXPECT_EQ(dataset.images[0].file_name, "images/x/a.png");
  dataset.images[1].file_name = "images/b.png";
  set_image_folder("data", dataset);
  EXPECT_EQ(dataset.image_folder, "data/images");
  EXPECT_EQ(dataset.images[0].file_name, "x/a.png");
  EXPECT_EQ(dataset.images[1].file_name, "b.png");
  dataset.images.clear();
  set_image_folder("data", dataset);
  EXPECT_EQ(dataset.image_folder, "data");
}

}  // namespace
}  // namespace hoi
