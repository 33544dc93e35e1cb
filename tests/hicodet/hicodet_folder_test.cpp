#include "hicodet/hicodet_folder.h"

#include <gmock/gmock.h>

#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(HicodetFolder, HasTheNamesOfTheOrganisers) {
  EXPECT_EQ(hicodet_json_name("train"), "instances_train2015.json");
  EXPECT_EQ(hicodet_image_folder("test"), "test2015");
}

TEST(HicodetFolder, MayHoldTheFolderOfTheArchive) {
  const TemporaryFolder folder;
  EXPECT_EQ(find_hicodet_file(folder.path(), "anno.mat"), std::nullopt);
  EXPECT_EQ(find_hicodet_images(folder.path()), folder / "images");
  folder.write("hico_20160224_det/anno.mat", "");
  folder.write("hico_20160224_det/images/train2015/a.jpg", "");
  EXPECT_EQ(find_hicodet_file(folder.path(), "anno.mat"),
            folder / "hico_20160224_det" / "anno.mat");
  EXPECT_EQ(find_hicodet_images(folder.path()), folder / "hico_20160224_det" / "images");
  folder.write("anno.mat", "");
  folder.write("images/train2015/a.jpg", "");
  EXPECT_EQ(find_hicodet_file(folder.path(), "anno.mat"), folder / "anno.mat");
  EXPECT_EQ(find_hicodet_images(folder.path()), folder / "images");
}

TEST(HicodetFileNames, HaveNoFolders) {
  EXPECT_THAT(hicodet_file_names({"train2015/a.jpg", "test2015/b.jpg", "c/d.jpg", "e.jpg"}),
              ElementsAre("a.jpg", "b.jpg", "c_d.jpg", "e.jpg"));
  EXPECT_FALSE(is_renamed_in_hicodet("train2015/a.jpg", "a.jpg"));
  EXPECT_FALSE(is_renamed_in_hicodet("e.jpg", "e.jpg"));
  EXPECT_TRUE(is_renamed_in_hicodet("c/d.jpg", "c_d.jpg"));
}

TEST(HicodetFileNames, StayDistinctAndEqualOnesEqual) {
  EXPECT_THAT(hicodet_file_names({"a/b.jpg", "a_b.jpg", "train2015/a/b.jpg", "a/b.jpg"}),
              ElementsAre("a_b.jpg", "_a_b.jpg", "__a_b.jpg", "a_b.jpg"));
}

}  // namespace
}  // namespace hoi
