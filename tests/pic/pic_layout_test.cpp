#include "pic/pic_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> names_of_splits(const std::vector<PicSplit>& splits) {
  std::vector<std::string> names;
  for (const PicSplit& split : splits) names.push_back(split.name);
  return names;
}

TEST(FindPicSplits, KnowsTheArrangementOfVersion2) {
  const TemporaryFolder folder;
  folder.write("relations_val.json", "[]");
  folder.write("relations_train.json", "[]");
  folder.write("relations_extra.json", "[]");
  folder.write("semantic/test/a.png", "");
  const auto splits = find_pic_splits(folder.path());
  EXPECT_THAT(names_of_splits(splits), ElementsAre("train", "val", "test", "extra"));
  EXPECT_EQ(splits[0].relations, folder / "relations_train.json");
  EXPECT_EQ(splits[0].semantic, folder / "semantic/train");
  EXPECT_EQ(splits[0].instance, folder / "instance/train");
  EXPECT_EQ(splits[0].pictures, folder / "image/train");
  EXPECT_TRUE(splits[2].relations.empty());
}

TEST(FindPicSplits, KnowsTheArrangementOfVersion1) {
  const TemporaryFolder folder;
  folder.write("relations_val.json", "[]");
  folder.write("segmentation/val/semantic/a.png", "");
  const auto splits = find_pic_splits(folder.path());
  ASSERT_EQ(splits.size(), 1U);
  EXPECT_EQ(splits[0].semantic, folder / "segmentation/val/semantic");
  EXPECT_EQ(splits[0].instance, folder / "segmentation/val/instance");
}

TEST(FindPicSplits, KnowsTheFlatArrangementWithEitherNameForPictures) {
  const TemporaryFolder folder;
  folder.write("relations.json", "[]");
  folder.write("images/a.jpg", "");
  const auto splits = find_pic_splits(folder.path());
  ASSERT_EQ(splits.size(), 1U);
  EXPECT_EQ(splits[0].name, "");
  EXPECT_EQ(splits[0].semantic, folder / "semantic");
  EXPECT_EQ(splits[0].pictures, folder / "images");
}

TEST(FindPicSplits, FindsThemBesideEachOther) {
  const TemporaryFolder folder;
  folder.write("relations_train.json", "[]");
  folder.write("semantic/train/a.png", "");
  folder.write("semantic/b.png", "");
  EXPECT_THAT(names_of_splits(find_pic_splits(folder.path())), ElementsAre("train", ""));
}

TEST(FindPicSplits, SaysWhatItExpectedWhenThereIsNothing) {
  const TemporaryFolder folder;
  folder.write("relations_.json", "[]");
  folder.write("semantic/.cache/a.png", "");
  const std::string error = input_error_of([&] { find_pic_splits(folder.path()); });
  EXPECT_THAT(error, HasSubstr(folder.path().string() + ": found no PIC data, expected"));
}

TEST(PngStems, AreSortedAndNotHidden) {
  const TemporaryFolder folder;
  for (const char* name : {"b.png", "a.png", "._a.png", "c.jpg", ".png", "B.png"}) {
    folder.write(name, "");
  }
  EXPECT_THAT(png_stems(folder.path()), ElementsAre("B", "a", "b"));
  EXPECT_THAT(png_stems(folder / "no"), IsEmpty());
}

TEST(ReadPicMaps, ReadsBoth) {
  const TemporaryFolder folder;
  write_maps(folder, "", "a", drawn_scene());
  PicSplit split;
  split.semantic = folder / "semantic";
  split.instance = folder / "instance";
  const PicMaps maps = read_pic_maps(pic_map_files(split, "a"));
  EXPECT_EQ(maps.maps.semantic.values, drawn_scene().semantic.values);
  EXPECT_EQ(maps.maps.instance.values, drawn_scene().instance.values);
  EXPECT_FALSE(maps.from_colors);
}

TEST(PicImagesOfTheLists, AreKnown) {
  EXPECT_TRUE(is_known_bad_pic_image("21200"));
  EXPECT_FALSE(is_known_bad_pic_image("21201"));
  EXPECT_TRUE(is_skipped_pic_image("outdoor_01360"));
  EXPECT_FALSE(is_skipped_pic_image("21200"));
}

}  // namespace
}  // namespace hoi
