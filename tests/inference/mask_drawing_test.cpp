#include "inference/mask_drawing.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace hoi {
namespace {

const cv::Vec3b kBlack(0, 0, 0);

/// 8 x 6 pixels: columns 2 to 5, rows 1 to 4, without the two by two pixels in the middle.
RunLengthMask ring() {
  cv::Mat pixels = cv::Mat::zeros(6, 8, CV_8UC1);
  pixels(cv::Rect(2, 1, 4, 4)).setTo(1);
  pixels(cv::Rect(3, 2, 2, 2)).setTo(0);
  return encode_mask({pixels.begin<std::uint8_t>(), pixels.end<std::uint8_t>()}, 8, 6);
}

cv::Mat unlit_picture(int width, int height) { return cv::Mat::zeros(height, width, CV_8UC3); }

TEST(DrawnMask, TintsThePixelsInsideAndNoOthers) {
  cv::Mat picture = unlit_picture(8, 6);
  const DrawnMask mask(ring(), picture.size());
  mask.tint(picture, {200, 100, 50}, 0.5);
  EXPECT_EQ(mask.area(), 12);
  for (int y = 0; y < 6; ++y) {
    for (int x = 0; x < 8; ++x) {
      const bool in_square = x >= 2 && x < 6 && y >= 1 && y < 5;
      const bool in_hole = x >= 3 && x < 5 && y >= 2 && y < 4;
      const cv::Vec3b expected = in_square && !in_hole ? cv::Vec3b(100, 50, 25) : kBlack;
      EXPECT_EQ(picture.at<cv::Vec3b>(y, x), expected) << x << ", " << y;
    }
  }
}

TEST(DrawnMask, OpacityDecidesHowMuchOfThePictureIsLeft) {
  cv::Mat picture(6, 8, CV_8UC3, cv::Scalar(100, 100, 100));
  const DrawnMask mask(ring(), picture.size());
  mask.tint(picture, {200, 200, 0}, 0);
  EXPECT_EQ(picture.at<cv::Vec3b>(1, 2), cv::Vec3b(100, 100, 100));
  mask.tint(picture, {200, 200, 0}, 0.25);
  EXPECT_EQ(picture.at<cv::Vec3b>(1, 2), cv::Vec3b(125, 125, 75));
  mask.tint(picture, {200, 200, 0}, 1);
  EXPECT_EQ(picture.at<cv::Vec3b>(1, 2), cv::Vec3b(200, 200, 0));
}

TEST(DrawnMask, GrowsWithThePicture) {
  cv::Mat picture = unlit_picture(80, 60);
  const DrawnMask mask(ring(), picture.size());
  EXPECT_NEAR(mask.area(), 1200, 60);
  mask.tint(picture, {200, 100, 50}, 1);
  EXPECT_EQ(picture.at<cv::Vec3b>(15, 25), cv::Vec3b(200, 100, 50));
  EXPECT_EQ(picture.at<cv::Vec3b>(30, 40), kBlack) << "the hole";
  EXPECT_EQ(picture.at<cv::Vec3b>(30, 15), kBlack);
}

TEST(DrawnMask, OutlinesTheBordersOfMaskAndHole) {
  cv::Mat picture = unlit_picture(80, 60);
  DrawnMask(ring(), picture.size()).outline(picture, {0, 0, 255}, 1);
  EXPECT_NE(picture.at<cv::Vec3b>(30, 20), kBlack) << "left border";
  EXPECT_EQ(picture.at<cv::Vec3b>(30, 25), kBlack) << "between the borders";
  EXPECT_EQ(picture.at<cv::Vec3b>(30, 40), kBlack) << "in the hole";
  int changed = 0;
  for (int x = 20; x < 60; ++x) changed += picture.at<cv::Vec3b>(30, x) != kBlack ? 1 : 0;
  EXPECT_GE(changed, 4) << "both sides of the ring, left and right";
}

TEST(DrawnMask, FindsTheNearestPixelInside) {
  const DrawnMask mask(ring(), {8, 6});
  EXPECT_EQ(mask.nearest_inside({2, 4}), cv::Point(2, 4));
  EXPECT_EQ(mask.nearest_inside({0, 2}), cv::Point(2, 2));
  EXPECT_EQ(mask.nearest_inside({50, -40}), cv::Point(5, 1));
  const cv::Point beside_hole = mask.nearest_inside({3, 3});
  EXPECT_TRUE(beside_hole == cv::Point(2, 3) || beside_hole == cv::Point(3, 4));
}

TEST(DrawnMask, AnEmptyMaskDrawsNothing) {
  cv::Mat picture = unlit_picture(80, 60);
  const DrawnMask mask({8, 6, {48}}, picture.size());
  mask.tint(picture, {200, 100, 50}, 1);
  mask.outline(picture, {200, 100, 50}, 3);
  EXPECT_EQ(mask.area(), 0);
  EXPECT_EQ(mask.nearest_inside({3, 4}), cv::Point(3, 4));
  EXPECT_EQ(cv::countNonZero(picture.reshape(1)), 0);
}

}  // namespace
}  // namespace hoi
