#include "data/training_dataset.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "data/sample_folder.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

Vocabulary small_vocabulary() {
  Vocabulary vocabulary;
  vocabulary.objects = {"person", "cup"};
  vocabulary.verbs = {"hold", "look", "drink"};
  return vocabulary;
}

InstanceAnnotation instance(int category, const Box& box, bool crowd = false) {
  InstanceAnnotation annotation;
  annotation.category = category;
  annotation.box = box;
  annotation.crowd = crowd;
  return annotation;
}

/// 100 x 50 picture seen at twice its width and its own height.
NetworkImage stretched_image() {
  NetworkImage image;
  image.size = {50, 200};
  image.scale = {2, 1};
  return image;
}

ImageAnnotation person_with_cups() {
  ImageAnnotation annotation;
  annotation.width = 100;
  annotation.height = 50;
  annotation.instances = {instance(1, {60, 10, 70, 20}),       // cup
                          instance(1, {0, 0, 100, 50}, true),  // crowd of cups
                          instance(0, {10, 5, 50, 60}),        // person, beyond the border
                          instance(1, {100, 10, 120, 20})};    // outside the picture
  annotation.interactions = {{2, 0, 1}, {2, 3, 0}, {2, 0, 2}, {2, 1, 0}};
  FaceAnnotation face;
  face.box = {20, 10, 30, 20};
  face.score = 0.75F;
  annotation.faces = {face};
  return annotation;
}

TEST(GroundTruth, MovesBoxesToTheNetworkFrameAndClipsThem) {
  const auto truth =
      make_ground_truth(person_with_cups(), small_vocabulary(), stretched_image(), false);
  EXPECT_TRUE(
      is_close(truth.boxes, torch::tensor({{120.0, 10.0, 140.0, 20.0}, {20.0, 5.0, 100.0, 50.0}})));
  EXPECT_TRUE(is_close(truth.labels, torch::tensor({1, 0})));
  EXPECT_TRUE(is_close(truth.crowd_boxes, torch::tensor({{0.0, 0.0, 200.0, 50.0}})));
  EXPECT_TRUE(is_close(truth.faces, torch::tensor({{40.0, 10.0, 60.0, 20.0, 0.75}})));
}

TEST(GroundTruth, VerbsOfOnePairBecomeOneRowAndLostInstancesTakeTheirPairsAlong) {
  const auto truth =
      make_ground_truth(person_with_cups(), small_vocabulary(), stretched_image(), false);
  EXPECT_TRUE(is_close(truth.pair_subject, torch::tensor({1})));
  EXPECT_TRUE(is_close(truth.pair_object, torch::tensor({0})));
  EXPECT_TRUE(is_close(truth.pair_verbs, torch::tensor({{0.0, 1.0, 1.0}})));
}

TEST(GroundTruth, FlipMirrorsBoxesFacesAndCrowds) {
  const auto truth =
      make_ground_truth(person_with_cups(), small_vocabulary(), stretched_image(), true);
  EXPECT_TRUE(
      is_close(truth.boxes, torch::tensor({{60.0, 10.0, 80.0, 20.0}, {100.0, 5.0, 180.0, 50.0}})));
  EXPECT_TRUE(is_close(truth.faces, torch::tensor({{140.0, 10.0, 160.0, 20.0, 0.75}})));
  EXPECT_TRUE(is_close(truth.crowd_boxes, torch::tensor({{0.0, 0.0, 200.0, 50.0}})));
}

/// The first cup's right half, 5 of its 10 pixels wide, as a polygon; the person's mask is unknown.
ImageAnnotation cup_with_half_a_mask() {
  ImageAnnotation annotation = person_with_cups();
  annotation.instances[0].polygons = {{65, 10, 70, 10, 70, 20, 65, 20}};
  return annotation;
}

TEST(GroundTruth, MasksLieInTheFrameOfTheirBox) {
  const auto truth =
      make_ground_truth(cup_with_half_a_mask(), small_vocabulary(), stretched_image(), false, true);
  EXPECT_TRUE(torch::equal(truth.has_mask, torch::tensor({true, false})));
  const auto right = torch::arange(112).ge(56).to(torch::kFloat32).expand({112, 112});
  EXPECT_TRUE(is_close(truth.masks[0], right));
  EXPECT_EQ(truth.masks[1].sum().item<float>(), 0);
}

TEST(GroundTruth, FlipMirrorsMasks) {
  const auto truth =
      make_ground_truth(cup_with_half_a_mask(), small_vocabulary(), stretched_image(), true, true);
  const auto left = torch::arange(112).lt(56).to(torch::kFloat32).expand({112, 112});
  EXPECT_TRUE(is_close(truth.masks[0], left));
}

TEST(GroundTruth, MaskOfABoxBeyondTheBorderIsThatOfItsVisiblePart) {
  ImageAnnotation annotation = person_with_cups();
  // The person's box ends at y = 60 in a picture of 50 rows; the mask fills the lower visible half.
  annotation.instances[2].polygons = {{10, 27.5F, 50, 27.5F, 50, 50, 10, 50}};
  annotation.instances[2].box = {10, 5, 50, 60};
  const auto truth =
      make_ground_truth(annotation, small_vocabulary(), stretched_image(), false, true);
  EXPECT_NEAR(truth.masks[1].mean().item<double>(), 0.5, 0.02);
  EXPECT_EQ(truth.masks[1].slice(0, 0, 50).sum().item<float>(), 0);
}

TEST(GroundTruth, HasNoMasksUnlessAskedFor) {
  const auto truth =
      make_ground_truth(cup_with_half_a_mask(), small_vocabulary(), stretched_image(), false);
  EXPECT_FALSE(truth.masks.defined());
}

TEST(GroundTruth, EmptyImageGivesEmptyTensorsOfTheRightShape) {
  ImageAnnotation annotation;
  annotation.boxes_exhaustive = false;
  annotation.interactions_annotated = false;
  const auto truth = make_ground_truth(annotation, small_vocabulary(), stretched_image(), true);
  EXPECT_EQ(truth.boxes.sizes(), (std::vector<int64_t>{0, 4}));
  EXPECT_EQ(truth.labels.sizes(), (std::vector<int64_t>{0}));
  EXPECT_EQ(truth.labels.scalar_type(), torch::kInt64);
  EXPECT_EQ(truth.pair_verbs.sizes(), (std::vector<int64_t>{0, 3}));
  EXPECT_EQ(truth.pair_subject.scalar_type(), torch::kInt64);
  EXPECT_EQ(truth.faces.sizes(), (std::vector<int64_t>{0, 5}));
  EXPECT_EQ(truth.crowd_boxes.sizes(), (std::vector<int64_t>{0, 4}));
  EXPECT_FALSE(truth.boxes_exhaustive);
  EXPECT_FALSE(truth.interactions_annotated);
}

ImageTransformOptions twice_the_size() {
  ImageTransformOptions options;
  options.short_side = 60;
  options.long_side = 120;
  options.mean = {0, 0, 0};
  options.deviation = {1, 1, 1};
  return options;
}

TEST(TrainingDataset, LoadsPicturesWithTheirTargets) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  const TrainingDataset dataset({source(folder, "first")}, twice_the_size());
  ASSERT_EQ(dataset.size(), 1);
  const auto example = dataset.load(0);
  EXPECT_EQ(example.pixels.sizes(), (std::vector<int64_t>{3, 60, 120}));
  EXPECT_EQ(example.size.height, 60);
  EXPECT_TRUE(is_close(example.truth.boxes,
                       torch::tensor({{20.0, 10.0, 40.0, 50.0}, {80.0, 20.0, 100.0, 40.0}})));
  EXPECT_TRUE(is_close(example.truth.pair_verbs, torch::tensor({{0.0, 1.0}})));
  EXPECT_THAT(example.file_name, HasSubstr("a.png"));
  EXPECT_EQ(example.pixels[0][30][30].item<double>(), 255);  // red, inside the person box
  EXPECT_EQ(example.pixels[0][30][90].item<double>(), 0);
}

TEST(TrainingDataset, FlipMovesPixelsAndBoxesAlike) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  const TrainingDataset dataset({source(folder, "first")}, twice_the_size());
  AugmentationChoice choice;
  choice.flip = true;
  const auto plain = dataset.load(0), flipped = dataset.load(0, choice);
  EXPECT_TRUE(is_close(flipped.pixels, plain.pixels.flip(2)));
  EXPECT_TRUE(is_close(flipped.truth.boxes[0], torch::tensor({80.0, 10.0, 100.0, 50.0})));
}

TEST(TrainingDataset, ShortSideOfTheChoiceReplacesThatOfTheTransform) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  const TrainingDataset dataset({source(folder, "first")}, twice_the_size());
  AugmentationChoice choice;
  choice.short_side = 45;
  const auto example = dataset.load(0, choice);
  EXPECT_EQ(example.size.height, 45);
  EXPECT_TRUE(is_close(example.truth.boxes[0], torch::tensor({15.0, 7.5, 30.0, 37.5})));
}

TEST(TrainingDataset, FacesComeFromTheCache) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  auto options = source(folder, "first");
  options.faces = folder.write("faces.json", R"({"a.png": [[12, 6, 18, 12, 0.5]]})").string();
  const TrainingDataset dataset({options}, twice_the_size());
  EXPECT_TRUE(
      is_close(dataset.load(0).truth.faces, torch::tensor({{24.0, 12.0, 36.0, 24.0, 0.5}})));
}

TEST(TrainingDataset, PictureOfAnotherSizeThanAnnotatedIsAnInputError) {
  const TemporaryFolder folder;
  write_folder(folder, "first", kPersonAndCup, kHoldAndLook);
  const TrainingDataset dataset({source(folder, "first")}, twice_the_size());
  write_image(folder.path() / "first" / "images" / "a.png",
              cv::Mat(30, 61, CV_8UC3, cv::Scalar::all(0)));
  EXPECT_THROW(dataset.load(0), InputError);
}

}  // namespace
}  // namespace hoi
