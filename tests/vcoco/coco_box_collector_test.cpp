#include "vcoco/coco_box_collector.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

using nlohmann::json;

CollectedBoxes collect(const json& coco) {
  return collect_coco_boxes(records_of(coco, "coco.json"), {1, 4});
}

std::string box_error_of(const json& coco) {
  return input_error_of([&] { collect(coco); });
}

TEST(CocoBoxCollector, TurnsBoxesIntoLastPixels) {
  const CollectedBoxes boxes = collect(small_coco());
  ASSERT_EQ(boxes.images.size(), 2U);
  EXPECT_FALSE(boxes.images.at(4).found);
  const ScoredImage& image = boxes.images.at(1);
  EXPECT_TRUE(image.found);
  ASSERT_EQ(image.annotations.size(), 4U) << "crowds included";
  EXPECT_EQ(image.annotations[0].id, 10);
  EXPECT_TRUE(image.annotations[0].person);
  EXPECT_FALSE(image.annotations[2].person);
  EXPECT_EQ(image.annotations[0].box.x1, 10);
  EXPECT_EQ(image.annotations[0].box.x2, 29) << "10 + 20 - 1";
  EXPECT_EQ(image.annotations[0].box.y2, 49);
  EXPECT_EQ(image.annotations[1].box.x2, 79.5F);
  EXPECT_EQ(boxes.person_name, "person");
}

TEST(CocoBoxCollector, ClipsToTheLastPixelOfTheImage) {
  json coco = small_coco();
  coco["annotations"][0]["bbox"] = {-5, 70, 200, 40};
  const auto annotation = collect(coco).images.at(1).annotations[0];
  EXPECT_EQ(annotation.box.x1, 0);
  EXPECT_EQ(annotation.box.x2, 99);
  EXPECT_EQ(annotation.box.y2, 79);
  EXPECT_FALSE(annotation.dropped);
}

TEST(CocoBoxCollector, DropsWhatTheScriptDrops) {
  const auto dropped = [](const char* key, const json& value) {
    json coco = small_coco();
    coco["annotations"][0][key] = value;
    return collect(coco).images.at(1).annotations[0].dropped;
  };
  EXPECT_FALSE(dropped("area", 0.1));
  EXPECT_TRUE(dropped("area", 0));
  EXPECT_TRUE(dropped("bbox", {10, 10, 1, 40})) << "one pixel wide";
  EXPECT_FALSE(dropped("bbox", {10, 10, 1.5, 40}));
  EXPECT_TRUE(dropped("bbox", {10, 10, 20, 0}));
  EXPECT_TRUE(dropped("bbox", {300, 10, 20, 40})) << "beside the image";
  EXPECT_TRUE(dropped("ignore", 1));
  EXPECT_FALSE(dropped("ignore", 0));
}

TEST(CocoBoxCollector, ThePersonIsTheFirstCategory) {
  json coco = small_coco();
  std::swap(coco["categories"][0], coco["categories"][1]);
  const CollectedBoxes boxes = collect(coco);
  EXPECT_EQ(boxes.person_name, "sports ball");
  EXPECT_TRUE(boxes.images.at(1).annotations[2].person);
}

TEST(CocoBoxCollector, EveryKeyIsNeededInItsType) {
  const auto expect_error = [](const char* list, const char* key) {
    json coco = small_coco();
    coco[list][0].erase(key);
    EXPECT_NE(box_error_of(coco).find("'" + std::string(key) + "' is missing"), std::string::npos);
    coco[list][0][key] = "a";
    EXPECT_NE(box_error_of(coco).find("'" + std::string(key) + "'"), std::string::npos);
  };
  for (const char* key : {"id", "width", "height"}) expect_error("images", key);
  for (const char* key : {"id", "image_id", "category_id", "bbox", "area"}) {
    expect_error("annotations", key);
  }
  expect_error("categories", "id");
}

TEST(CocoBoxCollector, RefusesRepetitionsAndNonsense) {
  json coco = small_coco();
  coco["annotations"].push_back(coco["annotations"][0]);
  EXPECT_NE(box_error_of(coco).find("annotation 10: this id stands here twice"), std::string::npos);
  coco = small_coco();
  coco["images"].push_back(coco["images"][0]);
  EXPECT_NE(box_error_of(coco).find("image 1: this id stands here twice"), std::string::npos);
  coco = small_coco();
  coco["images"][0]["width"] = 0;
  EXPECT_NE(box_error_of(coco).find("must be from 1"), std::string::npos);
  coco = small_coco();
  coco["annotations"][0]["category_id"] = 2;
  EXPECT_NE(box_error_of(coco).find("there is no category 2"), std::string::npos);
  coco = small_coco();
  coco.erase("categories");
  EXPECT_NE(box_error_of(coco).find("'categories' must be a list"), std::string::npos);
  EXPECT_NE(box_error_of(json::array()).find("'images' must be a list"), std::string::npos);
}

}  // namespace
}  // namespace hoi
