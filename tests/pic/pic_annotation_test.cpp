#include "pic/pic_annotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// drawn_scene() with relations of PIC 2.0.
ImageAnnotation annotated(const SegmentedImage& maps, const std::vector<PicRelation>& relations,
                          DatasetFindings& findings) {
  ImageAnnotation image;
  image.file_name = "image/a.jpg";
  annotate_pic_image(maps, relations, PicRows(pic_v2_numbering()), {"a.png", "relations.json"},
                     image, findings);
  return image;
}

TEST(AnnotatePicImage, TakesTheMostFrequentClassAndATightBox) {
  DatasetFindings findings;
  const ImageAnnotation image = annotated(drawn_scene(), {{1, 3, 5}, {2, 1, 4}}, findings);
  ASSERT_EQ(image.instances.size(), 3U);
  const InstanceAnnotation& food = image.instances[2];
  EXPECT_EQ(food.id, 3);
  EXPECT_EQ(food.category, 5);  // class 6 has two pixels, class 7 one
  EXPECT_EQ(food.box.x1, 2);
  EXPECT_EQ(food.box.y1, 2);
  EXPECT_EQ(food.box.x2, 5);
  EXPECT_EQ(food.box.y2, 3);
  ASSERT_TRUE(food.run_lengths);
  EXPECT_EQ(mask_area(*food.run_lengths), 3);
  ASSERT_EQ(image.interactions.size(), 2U);
  EXPECT_EQ(image.interactions[0].subject, 0);
  EXPECT_EQ(image.interactions[0].object, 2);
  EXPECT_EQ(image.interactions[0].verb, 4);  // hold
  EXPECT_EQ(image.interactions[1].object, 0);
  EXPECT_TRUE(findings.is_empty());
}

TEST(AnnotatePicImage, TakesTheSmallerOfTwoEquallyFrequentClasses) {
  DatasetFindings findings;
  const auto image = annotated({drawn_map({"9922"}), drawn_map({"1111"})}, {}, findings);
  EXPECT_EQ(image.instances.at(0).category, 1);
}

TEST(AnnotatePicImage, LeavesOutAnInstanceWithoutAClassAndItsRelations) {
  SegmentedImage maps = drawn_scene();
  for (std::uint8_t& value : maps.semantic.values) value = value > 5 ? 0 : value;
  DatasetFindings findings;
  const ImageAnnotation image = annotated(maps, {{1, 3, 5}, {1, 2, 5}}, findings);
  EXPECT_EQ(image.instances.size(), 2U);
  EXPECT_EQ(image.interactions.size(), 1U);
  EXPECT_EQ(count_of(findings, "instance without a class"), 1);
  EXPECT_EQ(count_of(findings, "relation of an instance that is not in the maps"), 1);
  EXPECT_EQ(describe(findings.list()[1]),
            "relations.json: image 'image/a.jpg', relation 0: found subject 1, object 3, relation "
            "5: left out");
}

TEST(AnnotatePicImage, LetsOnlyKnownClassesVote) {
  DatasetFindings findings;
  SegmentedImage maps{drawn_map({"2..."}), drawn_map({"1111"})};
  maps.semantic.values[1] = 200;
  EXPECT_EQ(annotated(maps, {}, findings).instances.at(0).category, 1);
  EXPECT_EQ(count_of(findings, "class outside the list"), 1);
  EXPECT_EQ(count_of(findings, "instance with few labelled pixels"), 1);
}

TEST(AnnotatePicImage, MendsRelationsThatCannotBe) {
  DatasetFindings findings;
  const ImageAnnotation image = annotated(drawn_scene(),
                                          {{1, 3, 5},
                                           {1, 4, 5},          // no such instance
                                           {0, 1, 5},          // the background
                                           {1, INT64_MAX, 5},  // nor such a value
                                           {1, 3, 31},         // no such relation
                                           {1, 3, -1},
                                           {1, 1, 5},  // itself
                                           {3, 1, 5},  // food is not human
                                           {1, 3, 5},  // again
                                           {1, 3, 6}},
                                          findings);
  EXPECT_EQ(image.interactions.size(), 2U);
  EXPECT_EQ(count_of(findings, "relation of an instance that is not in the maps"), 3);
  EXPECT_EQ(count_of(findings, "relation outside the list"), 2);
  EXPECT_EQ(count_of(findings, "relation of an instance with itself"), 1);
  EXPECT_EQ(count_of(findings, "subject that is not human"), 1);
  EXPECT_EQ(count_of(findings, "repeated relation"), 1);
  EXPECT_EQ(findings.repairs(), 8);
}

TEST(AnnotatePicImage, StopsAtTheFirstRepairWhenStrict) {
  DatasetFindings strict(true);
  EXPECT_THAT(input_error_of([&] {
                annotated(drawn_scene(), {{1, 1, 5}}, strict);
              }),
              HasSubstr("relations.json: image 'image/a.jpg', relation 0"));
}

TEST(AnnotatePicImage, OfEmptyMapsIsEmpty) {
  DatasetFindings findings;
  const auto image = annotated({drawn_map({".."}), drawn_map({".."})}, {}, findings);
  EXPECT_THAT(image.instances, IsEmpty());
  EXPECT_TRUE(findings.is_empty());
}

TEST(PicRows, CountFromTheNumbersInOrder) {
  const PicRows rows({{{3, "cup"}, {7, "human"}}, {{2, "hold"}, {9, "look"}}});
  EXPECT_EQ(rows.category_of_label[3], 0);
  EXPECT_EQ(rows.category_of_label[7], 1);
  EXPECT_EQ(rows.category_of_label[0], -1);
  EXPECT_EQ(rows.human, 1);
  EXPECT_EQ(rows.verb_of_relation.at(9), 1);
}

}  // namespace
}  // namespace hoi
