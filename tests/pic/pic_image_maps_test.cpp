#include "pic/pic_image_maps.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/pic_samples.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Vocabulary& own_vocabulary() {
  static const Vocabulary vocabulary{
      {"unicorn", "person", "cup"}, {"hold", "tame", "next_to"}, 1, true};
  return vocabulary;
}

PicNumbers own_numbers() { return PicNumbers(own_vocabulary(), pic_v2_numbering()); }

const PicImagePlace& place() {
  static const PicImagePlace value{"target", "image 'a.jpg'"};
  return value;
}

InstanceAnnotation instance_of(int category, const std::vector<std::string>& rows) {
  const LabelMap map = drawn_map(rows);
  InstanceAnnotation instance;
  instance.category = category;
  instance.run_lengths = encode_mask(map.values, map.width, map.height);
  instance.box = mask_box(*instance.run_lengths);
  return instance;
}

ImageAnnotation two_persons_and_a_cup() {
  ImageAnnotation image;
  image.width = 4;
  image.height = 2;
  image.instances = {instance_of(1, {"11..", "11.."}), instance_of(1, {"...1", "...1"}),
                     instance_of(2, {"..1.", "...."})};
  image.interactions = {{0, 2, 0}, {1, 0, 2}};
  return image;
}

TEST(PicNumbers, AreZeroForWordsThatPicDoesNotHave) {
  EXPECT_THAT(own_numbers().label_of_category, ElementsAre(0, 1, 55));
  EXPECT_THAT(own_numbers().relation_of_verb, ElementsAre(5, 0, 4));
}

TEST(PicMapsOfAnnotation, NumberInstancesInTheirOrder) {
  DatasetFindings findings;
  const PicImageMaps maps =
      pic_maps_of_annotation(two_persons_and_a_cup(), own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"1132", "11.2"}).values);
  EXPECT_EQ(maps.maps.semantic.at(2, 0), 55);
  ASSERT_EQ(maps.relations.size(), 2U);
  EXPECT_EQ(maps.relations[0].subject, 1);
  EXPECT_EQ(maps.relations[0].object, 3);
  EXPECT_EQ(maps.relations[0].relation, 5);
  EXPECT_EQ(maps.relations[1].relation, 4);
  EXPECT_TRUE(findings.is_empty());
}

TEST(PicMapsOfAnnotation, LeaveOutUnknownClassesCrowdsAndTheirRelations) {
  ImageAnnotation image = two_persons_and_a_cup();
  image.instances[1].crowd = true;
  image.instances[2].category = 0;
  image.interactions = {{0, 2, 0}, {1, 0, 0}, {0, 2, 1}};
  image.faces.resize(2);
  image.boxes_exhaustive = false;
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_annotation(image, own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"11..", "11.."}).values);
  EXPECT_THAT(maps.relations, IsEmpty());
  EXPECT_EQ(count_of(findings, "crowd"), 1);
  EXPECT_EQ(count_of(findings, "object class outside PIC"), 1);
  EXPECT_EQ(count_of(findings, "relation of an instance that was left out"), 2);
  EXPECT_EQ(count_of(findings, "relation outside PIC"), 1);
  EXPECT_EQ(count_of(findings, "face"), 2);
  EXPECT_EQ(count_of(findings, "boxes not exhaustive"), 1);
  EXPECT_EQ(findings.losses(), 8);
  EXPECT_EQ(findings.repairs(), 0);
}

TEST(PicMapsOfAnnotation, PaintAnInstanceWithoutAMaskAsItsBox) {
  ImageAnnotation image = two_persons_and_a_cup();
  image.instances[1].run_lengths.reset();
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_annotation(image, own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"1132", "11.2"}).values);
  EXPECT_EQ(count_of(findings, "instance without a mask"), 1);
}

TEST(PicMapsOfAnnotation, PaintPolygons) {
  ImageAnnotation image = two_persons_and_a_cup();
  image.instances[0].run_lengths.reset();
  image.instances[0].polygons = {{0, 0, 2, 0, 2, 2, 0, 2}};
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_annotation(image, own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"1132", "11.2"}).values);
  EXPECT_TRUE(findings.is_empty());
}

TEST(PicMapsOfAnnotation, ReportAnInstanceOnlyWhenNothingOfItIsLeft) {
  ImageAnnotation image = two_persons_and_a_cup();
  image.instances[2] = instance_of(2, {".1..", "...."});  // takes a pixel of the first person
  DatasetFindings findings;
  EXPECT_EQ(pic_maps_of_annotation(image, own_numbers(), place(), findings).relations.size(), 2U);
  EXPECT_TRUE(findings.is_empty());
  image.instances.push_back(instance_of(2, {".1..", "...."}));  // wins: as small, and later
  const PicImageMaps maps = pic_maps_of_annotation(image, own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"14.2", "11.2"}).values);
  EXPECT_EQ(count_of(findings, "instance without visible pixels"), 1);
  EXPECT_EQ(count_of(findings, "relation of an instance that was left out"), 1);
  ASSERT_EQ(maps.relations.size(), 1U);
  EXPECT_EQ(maps.relations[0].subject, 2);
}

TEST(PicMapsOfAnnotation, KeepTheFirst255) {
  ImageAnnotation image;
  image.width = 300;
  image.height = 1;
  for (int x = 0; x < 300; ++x) {
    InstanceAnnotation pixel;
    pixel.category = 2;
    pixel.run_lengths = RunLengthMask{300, 1, {static_cast<std::uint32_t>(x), 1}};
    if (x < 299) pixel.run_lengths->counts.push_back(static_cast<std::uint32_t>(299 - x));
    image.instances.push_back(pixel);
  }
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_annotation(image, own_numbers(), place(), findings);
  EXPECT_EQ(count_of(findings, "more than 255 instances"), 45);
  EXPECT_EQ(maps.maps.instance.at(254, 0), 255);
  EXPECT_EQ(maps.maps.instance.at(255, 0), 0);
}

ImageResult detected_pair() {
  ImageResult result;
  result.width = 4;
  result.height = 2;
  result.instances = {{1, 0.5F, {0, 0, 4, 2}, std::nullopt},
                      {2, 0.25F, {1, 0, 2, 1}, std::nullopt}};
  result.interactions = {{0, 1, 0, 0.25F}, {0, 1, 2, 0.5F}};
  return result;
}

TEST(PicMapsOfResult, ScoreTriplesByTheProductAndSortThem) {
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_result(detected_pair(), own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"1211", "1111"}).values);
  ASSERT_EQ(maps.relations.size(), 2U);
  EXPECT_EQ(maps.relations[0].relation, 4);
  EXPECT_EQ(maps.relations[0].score, 0.5 * 0.25 * 0.5);
  EXPECT_EQ(maps.relations[1].score, 0.5 * 0.25 * 0.25);
  EXPECT_EQ(count_of(findings, "instance without a mask"), 2);
}

TEST(PicMapsOfResult, UseMasksThatFitTheImage) {
  ImageResult result = detected_pair();
  result.instances[0].mask = RunLengthMask{4, 2, {0, 4, 4}};
  result.instances[1].mask = RunLengthMask{2, 4, {0, 8}};
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_result(result, own_numbers(), place(), findings);
  EXPECT_EQ(maps.maps.instance.values, drawn_map({"12..", "11.."}).values);
  EXPECT_EQ(count_of(findings, "instance without a mask"), 1);
}

TEST(PicMapsOfResult, KeepTheBest255AndNumberThemInTheirOrder) {
  ImageResult result;
  result.width = 300;
  result.height = 1;
  for (int x = 0; x < 300; ++x) {
    const auto left = static_cast<float>(x);
    result.instances.push_back({2, left / 300, {left, 0, left + 1, 1}, std::nullopt});
  }
  result.instances[299].category = 1;
  result.interactions = {{299, 0, 0, 1}, {299, 45, 0, 1}};
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_result(result, own_numbers(), place(), findings);
  EXPECT_EQ(count_of(findings, "more than 255 instances"), 45);
  EXPECT_EQ(maps.maps.instance.at(44, 0), 0);
  EXPECT_EQ(maps.maps.instance.at(45, 0), 1);
  ASSERT_EQ(maps.relations.size(), 1U);
  EXPECT_EQ(maps.relations[0].subject, 255);
  EXPECT_EQ(maps.relations[0].object, 1);
}

TEST(PicMapsOfResult, TakeAScoreThatIsNoNumberForNothing) {
  ImageResult result = detected_pair();
  result.instances[0].score = std::numeric_limits<float>::quiet_NaN();
  DatasetFindings findings;
  const PicImageMaps maps = pic_maps_of_result(result, own_numbers(), place(), findings);
  EXPECT_EQ(maps.relations.at(0).score, 0);
}

TEST(IsPicSize, NeedsPixelsAndNotTooMany) {
  EXPECT_TRUE(is_pic_size(1, 65'535));
  EXPECT_FALSE(is_pic_size(0, 5));
  EXPECT_FALSE(is_pic_size(65'536, 1));
  EXPECT_FALSE(is_pic_size(60'000, 60'000));
}

}  // namespace
}  // namespace hoi
