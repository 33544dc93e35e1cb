#include "vcoco/vcoco_dataset.h"

#include <gtest/gtest.h>

#include "vcoco/small_vcoco.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

/// The small files as a data set, and what was reported.
struct Joined {
  explicit Joined(const json& labels = small_labels(), const json& coco = small_coco(),
                  std::vector<std::int64_t> ids = {})
      : Joined({{"train", "labels.json", parsed_labels(labels), std::move(ids)}}, coco) {}

  Joined(const std::vector<VcocoSplitLabels>& splits, const json& coco) {
    const auto split_of_image = vcoco_split_of_image(splits, findings);
    CocoImageCollector collector(split_of_image, findings);
    collector.add(records_of(coco, "coco.json"));
    dataset = join_vcoco(splits, collector, findings);
  }

  std::int64_t count(const std::string& rule) const {
    std::int64_t sum = 0;
    for (const auto& [what, number] : findings.counts()) {
      if (what.second == rule) sum += number;
    }
    return sum;
  }

  DatasetFindings findings;
  AnnotatedDataset dataset;
};

TEST(VcocoDataset, MakesAnInteractionOfPersonActionRoleAndObject) {
  const Joined joined;
  ASSERT_EQ(joined.dataset.images.size(), 2U);
  EXPECT_EQ(joined.dataset.vocabulary, vcoco_vocabulary());
  const auto& kicks = joined.dataset.images[0].interactions;
  ASSERT_EQ(kicks.size(), 2U);
  EXPECT_EQ(kicks[0].subject, 0);
  EXPECT_EQ(kicks[0].object, 2);
  EXPECT_EQ(kicks[0].verb, vcoco_verb_called("kick_obj"));
  EXPECT_EQ(kicks[1].verb, vcoco_verb_called("hit_obj"));
  const auto& carries = joined.dataset.images[1].interactions;
  ASSERT_EQ(carries.size(), 1U);
  EXPECT_EQ(carries[0].verb, vcoco_verb_called("carry_obj"));
  EXPECT_TRUE(joined.dataset.images[0].interactions_annotated);
}

TEST(VcocoDataset, CountsWhatPairsCannotSay) {
  const Joined joined;
  EXPECT_EQ(joined.count("action without roles"), 1) << "smile";
  EXPECT_EQ(joined.count("action without object"), 1) << "hit with nothing";
  EXPECT_EQ(joined.count("action 'point'"), 1);
  EXPECT_EQ(joined.count("person without labels"), 1) << "person 11";
  EXPECT_EQ(joined.findings.losses(), 4);
  EXPECT_EQ(joined.findings.repairs(), 0);
}

TEST(VcocoDataset, ReportsIdsThatDoNotExistOnce) {
  json labels = small_labels();
  for (json& action : labels) {
    action["ann_id"][1] = 77;
    action["role_object_id"][1] = 77;
  }
  labels[0]["role_object_id"][2] = 78;
  const Joined joined(labels);
  EXPECT_EQ(joined.count("person without COCO entry"), 1) << "not once per action";
  EXPECT_EQ(joined.count("object without COCO entry"), 1);
  EXPECT_EQ(joined.dataset.images[0].interactions.size(), 1U) << "the hit remains";
  EXPECT_TRUE(joined.dataset.images[1].interactions.empty());
  EXPECT_FALSE(joined.dataset.images[1].interactions_annotated) << "nobody is labelled there";
}

TEST(VcocoDataset, ReportsObjectsOfOtherImagesAndWithoutUse) {
  json labels = small_labels();
  labels[0]["role_object_id"][2] = 21;
  labels[1]["role_object_id"][4] = 10;
  const Joined joined(labels);
  EXPECT_EQ(joined.count("object of another image"), 1);
  EXPECT_EQ(joined.count("object is the person"), 1);
  json coco = small_coco();
  coco["annotations"][2]["bbox"] = {30, 40, 0, 10};
  EXPECT_EQ(Joined(small_labels(), coco).count("object was left out"), 2);
}

TEST(VcocoDataset, ReportsPersonsThatAreNone) {
  json coco = small_coco();
  coco["annotations"][4]["category_id"] = 31;
  const Joined joined(small_labels(), coco);
  EXPECT_EQ(joined.count("labelled annotation is no person"), 1);
  EXPECT_TRUE(joined.dataset.images[1].interactions.empty());
  coco["annotations"][0]["image_id"] = 2;
  coco["annotations"][2]["image_id"] = 2;
  const Joined moved(small_labels(), coco);
  EXPECT_EQ(moved.count("person of another image"), 1);
  EXPECT_EQ(moved.dataset.images[1].interactions.size(), 2U) << "boxes say where it is";
}

TEST(VcocoDataset, ReportsImagesThatOneOfTheFilesDoesNotHave) {
  json coco = small_coco();
  coco["images"].erase(1);
  const Joined joined(small_labels(), coco, {1, 3});
  EXPECT_EQ(joined.count("image without COCO entry"), 1);
  EXPECT_EQ(joined.count("image outside the .ids file"), 1);
  EXPECT_EQ(joined.count("image without annotated person"), 1);
  EXPECT_EQ(joined.count("person without COCO entry"), 0) << "its image was reported";
  ASSERT_EQ(joined.dataset.images.size(), 2U);
  EXPECT_EQ(joined.dataset.images[1].id, 3);
  EXPECT_FALSE(joined.dataset.images[1].interactions_annotated);
}

TEST(VcocoDataset, UnknownActionsAreLost) {
  json labels = small_labels();
  labels[0]["action_name"] = "juggle";
  EXPECT_EQ(Joined(labels).count("unknown action"), 1);
}

TEST(VcocoDataset, AnImageOfTwoSplitsStaysInTheFirst) {
  const auto actions = parsed_labels(small_labels());
  const Joined joined({{"train", "a.json", actions, {}}, {"test", "b.json", actions, {}}},
                      small_coco());
  EXPECT_EQ(joined.count("image of two splits"), 2);
  ASSERT_EQ(joined.dataset.images.size(), 2U);
  EXPECT_EQ(joined.dataset.images[0].split, "train");
  EXPECT_EQ(joined.dataset.images[0].interactions.size(), 2U) << "not twice";
}

TEST(VcocoDataset, ImagesComeInOrderOfSplitsAndIds) {
  json first = small_labels(), second = small_labels();
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (json* labels : {&first, &second}) {
      json& action = (*labels)[i];
      const std::size_t entry = labels == &first ? 0 : 1;  // which one to take out
      const std::size_t rows = action["role_name"].size();
      for (std::size_t row = rows; row > 0; --row) {
        action["role_object_id"].erase((row - 1) * 2 + entry);
      }
      for (const char* key : {"image_id", "ann_id", "label"}) action[key].erase(entry);
    }
  }
  const Joined joined(
      {{"val", "a.json", parsed_labels(first), {}}, {"test", "b.json", parsed_labels(second), {}}},
      small_coco());
  ASSERT_EQ(joined.dataset.images.size(), 2U);
  EXPECT_EQ(joined.dataset.images[0].id, 2);
  EXPECT_EQ(joined.dataset.images[0].split, "val");
  EXPECT_EQ(joined.dataset.images[1].id, 1);
}

}  // namespace
}  // namespace hoi
