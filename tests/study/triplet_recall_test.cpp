#include "study/triplet_recall.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

InstanceAnnotation annotated_at(int category, float x) {
  InstanceAnnotation instance;
  instance.category = category;
  instance.box = {x, 0, x + 10, 10};
  return instance;
}

/// A person (0) at x = 0, a cup (1) at x = 20 and another at x = 40; verbs 0 and 1 with the first.
ImageAnnotation annotated_image() {
  ImageAnnotation image;
  image.file_name = "a.png";
  image.instances = {annotated_at(0, 0), annotated_at(1, 20), annotated_at(1, 40)};
  image.interactions = {{0, 1, 0}, {0, 1, 1}, {0, 2, 0}};
  return image;
}

/// The same instances, found exactly.
ImageResult found_image() {
  ImageResult result;
  result.file = "a.png";
  result.instances = {{0, 1, {0, 0, 10, 10}}, {1, 1, {20, 0, 30, 10}}, {1, 1, {40, 0, 50, 10}}};
  return result;
}

TEST(TripletRecall, CountsAnnotatedTripletsAmongTheBestOfTheirImage) {
  ImageResult result = found_image();
  result.interactions = {{0, 1, 1, 0.9F}, {0, 2, 1, 0.8F}, {0, 2, 0, 0.7F}};
  const auto recalls = measure_triplet_recall({result}, {annotated_image()}, {1, 2, 3});
  EXPECT_EQ(recalls[0].found, 1);
  EXPECT_EQ(recalls[1].found, 1);
  EXPECT_EQ(recalls[2].found, 2);
  EXPECT_EQ(recalls[2].annotated, 3);
  EXPECT_DOUBLE_EQ(recalls[2].value(), 2.0 / 3);
}

TEST(TripletRecall, BoxesMustOverlapByHalfAndClassesAgree) {
  ImageResult result = found_image();
  result.interactions = {{0, 1, 0, 0.9F}};
  const auto recalled = [&] {
    return measure_triplet_recall({result}, {annotated_image()}, {20})[0].found;
  };
  // Shifted by s, two boxes of width 10 have IoU (10 - s) / (10 + s): 1/2 at s = 10/3.
  result.instances[1].box = {23.3F, 0, 33.3F, 10};
  EXPECT_EQ(recalled(), 1);
  result.instances[1].box = {23.4F, 0, 33.4F, 10};
  EXPECT_EQ(recalled(), 0);
  result.instances[1] = {2, 1, {20, 0, 30, 10}};
  EXPECT_EQ(recalled(), 0);
}

TEST(TripletRecall, OnePredictionMayRecallSeveralDuplicates) {
  ImageAnnotation image = annotated_image();
  image.interactions = {{0, 1, 0}, {0, 1, 0}};
  ImageResult result = found_image();
  result.interactions = {{0, 1, 0, 0.9F}};
  EXPECT_EQ(measure_triplet_recall({result}, {image}, {1})[0].found, 2);
}

TEST(TripletRecall, ImagesAreFoundByNameAndUnannotatedOnesLeftOut) {
  ImageAnnotation missed = annotated_image(), unknown = annotated_image();
  missed.file_name = "b.png";
  unknown.file_name = "c.png";
  unknown.interactions_annotated = false;
  ImageResult result = found_image();
  result.interactions = {{0, 1, 0, 0.9F}};
  const auto recall =
      measure_triplet_recall({result}, {missed, unknown, annotated_image()}, {20})[0];
  EXPECT_EQ(recall.annotated, 6);
  EXPECT_EQ(recall.found, 1);
  EXPECT_EQ(measure_triplet_recall({}, {}, {20})[0].value(), 0);
}

}  // namespace
}  // namespace hoi
