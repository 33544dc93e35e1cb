#include "vcoco/coco_file_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

TEST(CocoFileText, HoldsImagesAnnotationsAndTheCategoriesOfCoco) {
  ImageAnnotation image;
  image.width = 10;
  image.height = 8;
  image.instances = {{1, 0, {1, 2, 4.5F, 6}}, {2, 1, {0, 0, 1, 1}}, {3, 2, {0, 0, 4, 4}}};
  image.instances[0].polygons = {{0, 0, 4, 0, 4, 3, 0, 3}};
  image.instances[2].run_lengths = RunLengthMask{10, 8, {0, 5, 75}};
  image.instances[2].crowd = true;
  VcocoPlannedImage planned = {&image, "train", 7, "a.jpg", {0, std::nullopt, 5}, {}};
  CocoFileText file;
  file.add(planned, {11, 12, 13});
  const json document = json::parse(file.text());
  EXPECT_EQ(document["images"],
            json::parse(R"([{"id": 7, "file_name": "a.jpg", "width": 10, "height": 8}])"));
  ASSERT_EQ(document["annotations"].size(), 2U) << "instance 2 has no word";
  EXPECT_EQ(document["annotations"][0],
            json::parse(R"({"id": 11, "image_id": 7, "category_id": 1, "bbox": [1, 2, 3.5, 4],
                            "area": 12, "iscrowd": 0, "segmentation": [[0, 0, 4, 0, 4, 3, 0, 3]]})"));
  const json& crowd = document["annotations"][1];
  EXPECT_EQ(crowd["category_id"], 6);
  EXPECT_EQ(crowd["iscrowd"], 1);
  EXPECT_EQ(crowd["area"], 5);
  EXPECT_EQ(crowd["segmentation"]["size"], json({8, 10}));
  EXPECT_EQ(document["categories"].size(), 80U);
  EXPECT_EQ(document["categories"][79], json::parse(R"({"id": 90, "name": "toothbrush"})"));
}

TEST(CocoFileText, IsAValidFileWithoutImages) {
  CocoFileText file;
  const json document = json::parse(file.text());
  EXPECT_TRUE(document["images"].empty());
  EXPECT_TRUE(document["annotations"].empty());
}

}  // namespace
}  // namespace hoi
