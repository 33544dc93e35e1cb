#include "scene/canvas.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace hoi {
namespace {

const Color kRed(0, 0, 255), kGreen(0, 255, 0);

std::vector<cv::Point2f> rectangle(float x1, float y1, float x2, float y2) {
  return {{x1, y1}, {x2, y1}, {x2, y2}, {x1, y2}};
}

int pixels_of(const Canvas& canvas, int instance) {
  return cv::countNonZero(canvas.instance_map() == instance);
}

TEST(Canvas, PictureAndMapHaveTheSizeAskedFor) {
  const Canvas canvas({40, 30});
  EXPECT_EQ(canvas.picture().size(), cv::Size(40, 30));
  EXPECT_EQ(canvas.instance_map().size(), cv::Size(40, 30));
  EXPECT_EQ(canvas.picture().type(), CV_8UC3);
}

TEST(Canvas, MapHoldsTheInstanceWhereItsColourIs) {
  Canvas canvas({40, 30});
  canvas.begin(3);
  canvas.polygon({}, rectangle(10, 5, 20, 25), kRed);
  const cv::Mat map = canvas.instance_map(), picture = canvas.picture();
  EXPECT_EQ(map.at<std::uint8_t>(15, 15), 3);
  EXPECT_EQ(picture.at<cv::Vec3b>(15, 15), cv::Vec3b(0, 0, 255));
  EXPECT_EQ(map.at<std::uint8_t>(15, 25), 0);
  // 10 x 20 pixels; the outline itself belongs to the shape, so a row and a column may be added.
  EXPECT_GE(pixels_of(canvas, 3), 200);
  EXPECT_LE(pixels_of(canvas, 3), 231);
}

TEST(Canvas, WhatIsDrawnLaterHidesWhatIsBelow) {
  Canvas canvas({40, 30});
  canvas.begin(2);
  canvas.polygon({}, rectangle(10, 5, 30, 25), kRed);
  const int before = canvas.visible_pixels()[2];
  canvas.begin(1);
  canvas.polygon({}, rectangle(20, 0, 40, 30), kGreen);
  const int after = canvas.visible_pixels()[2];
  EXPECT_NEAR(static_cast<double>(after) / before, 0.5, 0.06);
  EXPECT_EQ(canvas.instance_map().at<std::uint8_t>(15, 25), 1);
}

TEST(Canvas, EllipseCoversItsAreaAndCentre) {
  Canvas canvas({100, 100});
  canvas.begin(1);
  canvas.ellipse(SceneFrame({50, 50}, 10), {0, 0}, {3, 1}, kRed, static_cast<float>(CV_PI / 2));
  EXPECT_NEAR(pixels_of(canvas, 1), CV_PI * 30 * 10, 90);
  const cv::Mat map = canvas.instance_map();
  EXPECT_EQ(map.at<std::uint8_t>(75, 50), 1) << "turned: the long axis is vertical";
  EXPECT_EQ(map.at<std::uint8_t>(50, 75), 0);
}

TEST(Canvas, StrokeIsAtLeastOnePixelWide) {
  Canvas canvas({40, 30});
  canvas.begin(1);
  canvas.stroke({}, {{5, 15.5F}, {35, 15.5F}}, 0.01F, kRed);
  EXPECT_GE(pixels_of(canvas, 1), 28);
}

TEST(Canvas, LimbTapersAndHasARim) {
  Canvas canvas({100, 60});
  canvas.begin(1);
  canvas.limb({}, {{10, 30}, {90, 30}}, 20, 4, kRed);
  const cv::Mat map = canvas.instance_map();
  EXPECT_EQ(map.at<std::uint8_t>(22, 12), 1);
  EXPECT_EQ(map.at<std::uint8_t>(22, 85), 0);
  EXPECT_EQ(canvas.picture().at<cv::Vec3b>(30, 50), cv::Vec3b(0, 0, 255));
}

TEST(Shaded, ScalesAndStopsAtWhite) {
  EXPECT_EQ(shaded(Color(100, 10, 200), 0.5), Color(50, 5, 100));
  EXPECT_EQ(shaded(Color(100, 10, 200), 2), Color(200, 20, 255));
}

}  // namespace
}  // namespace hoi
