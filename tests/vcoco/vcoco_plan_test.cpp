#include "vcoco/vcoco_plan.h"

#include <limits>

#include <gtest/gtest.h>

#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

ImageAnnotation image_called(const std::string& name, std::int64_t id, const std::string& split) {
  ImageAnnotation image;
  image.file_name = name;
  image.id = id;
  image.split = split;
  image.width = image.height = 100;
  return image;
}

/// Words of another data set: human, ball (unknown) and cell_phone; hold obj and juggle (unknown).
AnnotatedDataset foreign_dataset() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"cell_phone", "ball", "human"}, {"hold obj", "juggle"}, 2, true};
  ImageAnnotation image = image_called("a.jpg", 5, "train");
  image.instances = {{1, 2, {0, 0, 9, 9}}, {2, 0, {5, 5, 9, 9}}, {3, 1, {1, 1, 9, 9}}};
  image.interactions = {{0, 1, 0}, {0, 2, 0}, {0, 1, 1}, {0, 1, 0}, {1, 0, 0}, {0, 0, 0}};
  image.faces = {{{1, 1, 2, 2}, 1}};
  dataset.images = {image};
  return dataset;
}

std::map<std::string, std::int64_t> losses_in(const DatasetFindings& findings) {
  std::map<std::string, std::int64_t> losses;
  for (const auto& [what, count] : findings.counts()) losses[what.second] = count;
  return losses;
}

TEST(VcocoPlan, TranslatesWordsAndCountsWhatHasNone) {
  DatasetFindings findings;
  const AnnotatedDataset dataset = foreign_dataset();
  const auto planned = plan_vcoco(dataset, findings);
  ASSERT_EQ(planned.size(), 1U);
  EXPECT_EQ(planned[0].objects[0], 0);
  EXPECT_EQ(planned[0].objects[1], vcoco_object_called("cell phone"));
  EXPECT_FALSE(planned[0].objects[2]);
  ASSERT_EQ(planned[0].interactions.size(), 1U);
  EXPECT_EQ(planned[0].interactions[0].verb, vcoco_verb_called("hold_obj"));
  EXPECT_EQ(losses_in(findings),
            (std::map<std::string, std::int64_t>{{"object class outside COCO", 1},
                                                 {"interaction without its box", 1},
                                                 {"verb outside V-COCO", 1},
                                                 {"interaction twice", 1},
                                                 {"subject is no person", 1},
                                                 {"object is the person", 1},
                                                 {"face", 1}}));
}

TEST(VcocoPlan, LeavesOutImagesThatNobodyAnnotated) {
  AnnotatedDataset dataset = foreign_dataset();
  dataset.images[0].interactions_annotated = false;
  DatasetFindings findings;
  EXPECT_TRUE(plan_vcoco(dataset, findings).empty());
  EXPECT_EQ(losses_in(findings),
            (std::map<std::string, std::int64_t>{{"image without annotated interactions", 1}}));
}

TEST(VcocoPlan, IdsComeFromCocoNamesAndAreUnique) {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  dataset.images = {image_called("val2014/COCO_val2014_000000000294.jpg", 1, "test"),
                    image_called("b.jpg", 294, "test"), image_called("c.jpg", 7, "test"),
                    image_called("d.jpg", -3, "test")};
  DatasetFindings findings;
  const auto planned = plan_vcoco(dataset, findings);
  EXPECT_EQ(planned[0].id, 294);
  EXPECT_EQ(planned[1].id, 1) << "the smallest free one";
  EXPECT_EQ(planned[2].id, 7);
  EXPECT_EQ(planned[3].id, 2);
  EXPECT_TRUE(findings.is_empty());
}

TEST(VcocoPlan, SplitsOfOtherNamesAreTraining) {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  dataset.images = {image_called("a.jpg", 1, ""), image_called("b.jpg", 2, "test")};
  DatasetFindings findings;
  EXPECT_EQ(plan_vcoco(dataset, findings)[0].split, "trainval");
  EXPECT_EQ(findings.losses(), 1);
  dataset.images.push_back(image_called("c.jpg", 3, "val"));
  dataset.images.push_back(image_called("d.jpg", 4, "trainval"));
  const auto planned = plan_vcoco(dataset, findings);
  EXPECT_EQ(planned[0].split, "train");
  EXPECT_EQ(planned[1].split, "test");
  EXPECT_EQ(planned[3].split, "train") << "trainval beside val would not be read";
}

TEST(VcocoPlan, EveryPictureHasItsOwnPlaceInsideTheFolder) {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  dataset.image_folder = "pictures";
  dataset.images = {image_called("train2014/a.jpg", 1, "train"), image_called("a.jpg", 2, "train"),
                    image_called("../x/a.jpg", 3, "train"), image_called("a.jpg", 4, "test"),
                    image_called("park/b.png", 5, "test")};
  DatasetFindings findings;
  const auto planned = plan_vcoco(dataset, findings);
  const ImagePlacements places = vcoco_placements(dataset, planned);
  ASSERT_EQ(places.size(), 5U);
  EXPECT_EQ(places[0].source, "pictures/train2014/a.jpg");
  EXPECT_EQ(places[0].target, "images/train2014/a.jpg");
  EXPECT_EQ(planned[0].file_name, "a.jpg");
  EXPECT_EQ(places[1].target, "images/train2014/a_2.jpg");
  EXPECT_EQ(places[2].target, "images/train2014/a_3.jpg");
  EXPECT_EQ(places[3].target, "images/val2014/a.jpg");
  EXPECT_EQ(places[4].target, "images/val2014/park/b.png");
}

TEST(FreeIds, KeepsWhatIsPositiveAndNew) {
  EXPECT_EQ(free_ids({3, 3, 1, 0, -5}), (std::vector<std::int64_t>{3, 2, 1, 4, 5}));
  constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(free_ids({kLargest, kLargest}), (std::vector<std::int64_t>{kLargest, 1}));
  EXPECT_TRUE(free_ids({}).empty());
}

}  // namespace
}  // namespace hoi
