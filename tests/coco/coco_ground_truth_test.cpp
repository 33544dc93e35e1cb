#include "coco/coco_ground_truth.h"

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

json instances() {
  return json::parse(R"({
    "info": {"year": 0},
    "categories": [{"id": 90, "name": "cup"}, {"id": 5, "name": "ball"}],
    "images": [{"id": 8, "file_name": "b.jpg", "width": 10, "height": 6},
               {"id": 2, "file_name": "a.jpg", "width": 5, "height": 4}],
    "annotations": [
      {"id": 1, "image_id": 8, "category_id": 90, "bbox": [1, 1, 4, 3], "area": 11.5, "iscrowd": 0,
       "segmentation": [[1, 1, 5, 1, 5, 4, 1, 4]]},
      {"id": 2, "image_id": 2, "category_id": 5, "bbox": [0.1, 0.2, 3, 2], "iscrowd": 1,
       "segmentation": {"size": [4, 5], "counts": [0, 8, 12]}},
      {"id": 3, "image_id": 2, "category_id": 5, "bbox": [0, 0, 2.5, 2], "segmentation": []}]
  })");
}

CocoGroundTruth read_truth(const json& document, bool with_masks = true) {
  return read_coco_ground_truth(JsonRecords(document.dump(), "gt.json"), with_masks);
}

TEST(ReadCocoGroundTruth, OrdersImagesAndCategoriesById) {
  const auto truth = read_truth(instances());
  EXPECT_THAT(truth.categories, ElementsAre("ball", "cup"));
  EXPECT_EQ(truth.category_of_id.at(90), 1);
  ASSERT_EQ(truth.images.size(), 2U);
  EXPECT_EQ(truth.images[0].id, 2);
  EXPECT_EQ(truth.images[1].id, 8);
  EXPECT_EQ(truth.image_of_id.at(8), 1U);
}

TEST(ReadCocoGroundTruth, ReadsBoxesAreasAndMasks) {
  const auto truth = read_truth(instances());
  ASSERT_EQ(truth.images[1].regions.size(), 1U);
  const AnnotatedRegion& polygon = truth.images[1].regions[0];
  EXPECT_EQ(polygon.category, 1);
  EXPECT_EQ(polygon.area, 11.5);
  EXPECT_FALSE(polygon.crowd);
  EXPECT_EQ(mask_area(polygon.region.mask), 12);
  EXPECT_EQ(polygon.region.mask.width, 10);
  ASSERT_EQ(truth.images[0].regions.size(), 2U);
  const AnnotatedRegion& crowd = truth.images[0].regions[0];
  EXPECT_TRUE(crowd.crowd);
  EXPECT_THAT(crowd.region.box, ElementsAre(0.1, 0.2, 3, 2));
  EXPECT_EQ(crowd.area, 8);  // of the mask
  const AnnotatedRegion& unknown = truth.images[0].regions[1];
  EXPECT_EQ(unknown.area, 5);  // of the box
  EXPECT_EQ(unknown.region.mask.width, 0);
  EXPECT_EQ(truth.missing_areas, 2);
}

TEST(ReadCocoGroundTruth, DoesNotLookAtMasksUnlessAsked) {
  auto document = instances();
  document["images"][0].erase("width");
  document["annotations"][0]["segmentation"] = "?";
  const auto truth = read_truth(document, false);
  EXPECT_EQ(truth.images[1].regions[0].region.mask.width, 0);
  EXPECT_EQ(truth.images[0].regions[0].area, 6);  // 3 x 2
}

TEST(ReadCocoGroundTruth, CountsAnnotationsOfUnknownImagesAndCategories) {
  auto document = instances();
  document["annotations"][0]["image_id"] = 77;
  document["annotations"][1]["category_id"] = 77;
  const auto truth = read_truth(document);
  EXPECT_EQ(truth.unknown_images, 1);
  EXPECT_EQ(truth.unknown_categories, 1);
  EXPECT_TRUE(truth.images[1].regions.empty());
}

std::string truth_complaint(const json& document) {
  return input_error_of([&] { read_truth(document); });
}

TEST(ReadCocoGroundTruth, RefusesOtherStructures) {
  EXPECT_THAT(truth_complaint(json::array()), HasSubstr("gt.json: must be a COCO instances file"));
  for (const char* list : {"categories", "images", "annotations"}) {
    auto document = instances();
    document[list] = 3;
    EXPECT_THAT(truth_complaint(document),
                HasSubstr("there is no list '" + std::string(list) + "'"));
  }
  auto document = instances();
  document["annotations"][1].erase("bbox");
  EXPECT_THAT(truth_complaint(document), HasSubstr("gt.json: annotations[1]: 'bbox' is missing"));
  document = instances();
  document["annotations"][1]["segmentation"]["size"] = {5, 4};
  EXPECT_THAT(truth_complaint(document),
              HasSubstr("annotations[1]: 'segmentation' is a mask of 4 x 5"));
  document = instances();
  document["images"][1]["height"] = 70000;
  EXPECT_THAT(truth_complaint(document), HasSubstr("images[1]: 'height' must be from 1 to 65535"));
}

TEST(ReadCocoGroundTruth, RefusesIdsThatAreUsedTwice) {
  auto document = instances();
  document["images"][1]["id"] = 8;
  EXPECT_THAT(truth_complaint(document), HasSubstr("images[1]: this id is used twice"));
  document = instances();
  document["categories"][1]["id"] = 90;
  EXPECT_THAT(truth_complaint(document), HasSubstr("categories[1]: this id is used twice"));
}

}  // namespace
}  // namespace hoi
