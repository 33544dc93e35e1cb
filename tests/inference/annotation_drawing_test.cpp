#include "inference/annotation_drawing.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

const Vocabulary kWords = {{"person", "ball"}, {"kick"}, 0, true};

ImageAnnotation annotated_picture() {
  ImageAnnotation image;
  image.file_name = "a.png";
  image.width = 1000;
  image.height = 800;
  image.instances.push_back({1, 0, {100, 100, 400, 700}, false, {}, {}});
  image.instances.push_back({2, 1, {500, 500, 800, 700}, false, {}, {}});
  image.interactions.push_back({0, 1, 0});
  return image;
}

cv::Mat black_picture() { return cv::Mat(800, 1000, CV_8UC3, cv::Scalar(0, 0, 0)); }

TEST(DrawAnnotation, DrawsBoxesOnACopy) {
  const cv::Mat picture = black_picture();
  const cv::Mat drawn = draw_annotation(picture, annotated_picture(), kWords);
  EXPECT_EQ(picture.at<cv::Vec3b>(100, 250), cv::Vec3b(0, 0, 0));
  EXPECT_NE(drawn.at<cv::Vec3b>(100, 250), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(drawn.at<cv::Vec3b>(250, 300), cv::Vec3b(0, 0, 0));  // inside a box without mask
}

TEST(DrawAnnotation, TintsTheInsideOfMasks) {
  ImageAnnotation image = annotated_picture();
  image.instances[0].polygons = {{100, 100, 400, 100, 400, 700, 100, 700}};
  const cv::Mat drawn = draw_annotation(black_picture(), image, kWords);
  EXPECT_NE(drawn.at<cv::Vec3b>(250, 300), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(drawn.at<cv::Vec3b>(780, 950), cv::Vec3b(0, 0, 0));
}

TEST(DrawAnnotation, DrawsBoxesBesideMasks) {
  ImageAnnotation image = annotated_picture();
  // The box is 100, 100, 400, 700.
  image.instances[0].polygons = {{150, 300, 350, 300, 350, 600, 150, 600}};
  const cv::Mat drawn = draw_annotation(black_picture(), image, kWords);
  EXPECT_NE(drawn.at<cv::Vec3b>(400, 300), cv::Vec3b(0, 0, 0));
  EXPECT_NE(drawn.at<cv::Vec3b>(650, 100), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(drawn.at<cv::Vec3b>(650, 120), cv::Vec3b(0, 0, 0));
}

TEST(DrawAnnotation, LeavesOutAMaskOfAnotherSize) {
  ImageAnnotation image = annotated_picture();
  image.instances[0].run_lengths = RunLengthMask{2, 2, {0, 4}};
  const cv::Mat drawn = draw_annotation(black_picture(), image, kWords);
  EXPECT_EQ(drawn.at<cv::Vec3b>(250, 300), cv::Vec3b(0, 0, 0));
}

}  // namespace
}  // namespace hoi
