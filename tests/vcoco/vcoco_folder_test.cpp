#include "vcoco/vcoco_folder.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(VcocoFolder, FindsTheFilesOfTheOrganisersLayout) {
  const TemporaryFolder folder;
  folder.write("data/vcoco/vcoco_train.json", "[]");
  folder.write("data/vcoco/vcoco_val.json", "[]");
  folder.write("data/vcoco/vcoco_trainval.json", "[]");
  folder.write("data/vcoco/vcoco_test.json", "[]");
  folder.write("data/splits/vcoco_test.ids", "1");
  folder.write("data/instances_vcoco_all_2014.json", "{}");
  folder.write("coco/annotations/instances_val2014.json", "{}");
  folder.write("coco/images/val2014/a.jpg", "");
  const VcocoFolder found = find_vcoco_folder(folder.path());
  ASSERT_EQ(found.splits.size(), 3U) << "trainval is train and val";
  EXPECT_EQ(found.splits[0].split, "train");
  EXPECT_EQ(found.splits[1].split, "val");
  EXPECT_EQ(found.splits[2].split, "test");
  EXPECT_EQ(found.splits[2].labels, folder / "data/vcoco/vcoco_test.json");
  EXPECT_EQ(found.splits[2].ids, folder / "data/splits/vcoco_test.ids");
  EXPECT_TRUE(found.splits[0].ids.empty());
  EXPECT_EQ(found.coco,
            (std::vector<std::filesystem::path>{folder / "data/instances_vcoco_all_2014.json"}));
  EXPECT_EQ(found.image_folder, folder / "coco/images");
}

TEST(VcocoFolder, TakesTrainvalWhereAPartIsMissingAndTheFilesOfCoco) {
  const TemporaryFolder folder;
  folder.write("vcoco_trainval.json", "[]");
  folder.write("vcoco_val.json", "[]");
  folder.write("annotations/instances_train2014.json", "{}");
  folder.write("annotations/instances_val2014.json", "{}");
  const VcocoFolder found = find_vcoco_folder(folder.path());
  ASSERT_EQ(found.splits.size(), 1U);
  EXPECT_EQ(found.splits[0].split, "trainval");
  EXPECT_EQ(found.coco.size(), 2U);
  EXPECT_EQ(found.image_folder, folder / "images") << "where pictures would be";
}

TEST(VcocoFolder, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  EXPECT_NE(input_error_of([&] { find_vcoco_folder(folder.path()); }).find("no vcoco_train.json"),
            std::string::npos);
  folder.write("vcoco_val.json", "[]");
  EXPECT_NE(input_error_of([&] {
              find_vcoco_folder(folder.path());
            }).find("no instances_vcoco_all_2014.json"),
            std::string::npos);
}

TEST(VcocoFolder, FindsPicturesBesideTheFiles) {
  const TemporaryFolder folder;
  folder.write("train2014/a.jpg", "");
  EXPECT_EQ(find_vcoco_images(folder.path()), folder.path());
  folder.write("images/val2014/b.jpg", "");
  EXPECT_EQ(find_vcoco_images(folder.path()), folder / "images");
}

TEST(VcocoPicturePath, FollowsTheNameThenTheSplit) {
  EXPECT_EQ(vcoco_picture_path("COCO_val2014_000000000294.jpg", "train"),
            "val2014/COCO_val2014_000000000294.jpg");
  EXPECT_EQ(vcoco_picture_path("COCO_train2014_000000000294.jpg", "test"),
            "train2014/COCO_train2014_000000000294.jpg");
  EXPECT_EQ(vcoco_picture_path("park/a.jpg", "test"), "val2014/park/a.jpg");
  EXPECT_EQ(vcoco_picture_path("a.jpg", "val"), "train2014/a.jpg");
  EXPECT_EQ(coco_file_name("val2014/park/a.jpg"), "park/a.jpg");
  EXPECT_EQ(coco_file_name("train2014/a.jpg"), "a.jpg");
  EXPECT_EQ(coco_file_name("images/a.jpg"), "images/a.jpg");
}

TEST(CocoImageId, IsReadFromNamesOfCocoOnly) {
  EXPECT_EQ(coco_image_id("val2014/COCO_val2014_000000000294.jpg"), 294);
  EXPECT_EQ(coco_image_id("COCO_train2014_000000581921.png"), 581921);
  EXPECT_FALSE(coco_image_id("COCO_train2014_00000058192.jpg"));
  EXPECT_FALSE(coco_image_id("COCO_train2014_00000058192x.jpg"));
  EXPECT_FALSE(coco_image_id("000000000294.jpg"));
  EXPECT_FALSE(coco_image_id(""));
}

}  // namespace
}  // namespace hoi
