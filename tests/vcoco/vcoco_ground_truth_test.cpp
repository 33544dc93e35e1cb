#include "vcoco/vcoco_ground_truth.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

using nlohmann::json;

VcocoGroundTruth build(const json& labels, const json& coco, std::vector<std::int64_t> ids = {}) {
  return build_vcoco_ground_truth(parsed_labels(labels), "labels.json",
                                  records_of(coco, "coco.json"), std::move(ids));
}

TEST(VcocoGroundTruth, HasOneClassPerActionAndRole) {
  const VcocoGroundTruth truth = build(small_labels(), small_coco());
  EXPECT_EQ(truth.actions, (std::vector<std::string>{"kick", "hit", "smile", "carry", "point"}));
  ASSERT_EQ(truth.roles.size(), 5U);
  EXPECT_EQ(truth.roles[1].action, 1U);
  EXPECT_EQ(truth.roles[1].role, "instr");
  EXPECT_EQ(truth.task.action_of_role, (std::vector<std::size_t>{0, 1, 1, 3, 4}));
  EXPECT_TRUE(truth.notices.empty());
}

TEST(VcocoGroundTruth, KeepsPersonsWithActionsAndObjects) {
  const VcocoGroundTruth truth = build(small_labels(), small_coco());
  ASSERT_EQ(truth.images.size(), 2U);
  const auto& persons = truth.images[truth.image_of_id.at(1)].persons;
  ASSERT_EQ(persons.size(), 2U);
  EXPECT_TRUE(persons[0].annotated);
  EXPECT_FALSE(persons[1].annotated);
  EXPECT_EQ(persons[0].actions, (std::vector<bool>{true, true, true, false, false}));
  ASSERT_TRUE(persons[0].roles[0]);
  EXPECT_EQ(persons[0].roles[0]->x1, 30);
  EXPECT_FALSE(persons[0].roles[1]) << "hits with nothing";
  EXPECT_TRUE(persons[0].roles[2]);
  EXPECT_FALSE(persons[0].roles[3]);
}

TEST(VcocoGroundTruth, AnnotatedIsWhoStandsInTheFirstAction) {
  json labels = small_labels();
  labels[0]["ann_id"] = {11, 20};  // person 10 stays in the other actions only
  labels[0]["label"] = {0, 0};
  const auto truth = build(labels, small_coco());
  const auto& persons = truth.images[0].persons;
  EXPECT_FALSE(persons[0].annotated);
  EXPECT_TRUE(persons[1].annotated);
}

TEST(VcocoGroundTruth, ImagesAreThoseOfTheSplit) {
  const VcocoGroundTruth truth = build(small_labels(), small_coco(), {2});
  EXPECT_EQ(truth.images.size(), 1U);
  ASSERT_EQ(truth.notices.size(), 1U);
  EXPECT_EQ(truth.notices[0], "1 labelled images are not in the split and take no part");
  EXPECT_EQ(input_error_of([] {
              build(small_labels(), small_coco(), {1, 3});
            }),
            "labels.json: no person of image 3 is labelled, but the split has this image; do both "
            "files belong to the same split?");
}

TEST(VcocoGroundTruth, TakesADroppedObjectForAMissingOneAndSaysSo) {
  json coco = small_coco();
  coco["annotations"][2]["area"] = 0;
  const VcocoGroundTruth truth = build(small_labels(), coco);
  EXPECT_FALSE(truth.images[0].persons[0].roles[0]);
  EXPECT_TRUE(truth.images[0].persons[0].actions[0]) << "still a positive";
  ASSERT_EQ(truth.notices.size(), 1U);
  EXPECT_EQ(truth.notices[0].find("2 objects of roles have no area"), 0U) << truth.notices[0];
}

TEST(VcocoGroundTruth, SaysWhichPersonsAreNotThere) {
  json coco = small_coco();
  coco["annotations"][4]["ignore"] = 1;
  VcocoGroundTruth truth = build(small_labels(), coco);
  EXPECT_TRUE(truth.images[1].persons.empty());
  ASSERT_EQ(truth.notices.size(), 3U);
  EXPECT_EQ(truth.notices[0].find("1 labelled persons have no area"), 0U);
  EXPECT_EQ(truth.notices[1].find("1 annotations with \"ignore\": 1 were dropped"), 0U);
  EXPECT_EQ(truth.notices[2].find("1 images have no person with area"), 0U);
  coco = small_coco();
  coco["annotations"][4]["id"] = 22;
  truth = build(small_labels(), coco);
  ASSERT_EQ(truth.notices.size(), 1U);
  EXPECT_EQ(truth.notices[0].find("1 labelled persons are no person annotations"), 0U);
}

TEST(VcocoGroundTruth, RefusesFilesThatDoNotBelongTogether) {
  json coco = small_coco();
  coco["annotations"][2]["id"] = 99;
  EXPECT_NE(input_error_of([&] {
              build(small_labels(), coco);
            }).find("annotation 12, the object of person 10, is not in the person's image"),
            std::string::npos);
  coco = small_coco();
  coco["images"].erase(0);
  EXPECT_NE(input_error_of([&] {
              build(small_labels(), coco);
            }).find("image 1 of the split is not in this file"),
            std::string::npos);
  coco = small_coco();
  coco["annotations"] = json::array();
  EXPECT_NE(input_error_of([&] {
              build(small_labels(), coco);
            }).find("has none of the 2 labelled persons"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
