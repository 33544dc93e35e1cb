#include "inference/triplet_panels.h"

#include <vector>

#include <gtest/gtest.h>

#include "inference/sample_result.h"

namespace hoi {
namespace {

const cv::Scalar kSlate(90, 90, 90);

// The sample picture of 200 x 100 pixels, its panels at its own size: gap 4, width 200.
constexpr int kPanelGap = 4, kPanelSide = 204;

TripletPanelOptions unscaled_panels() {
  TripletPanelOptions options;
  options.panel_height = 100;
  return options;
}

cv::Mat drawn_panels(const ImageResult& result,
                     const TripletPanelOptions& options = unscaled_panels()) {
  return draw_triplet_panels(cv::Mat(100, 200, CV_8UC3, kSlate), result, sample_vocabulary(),
                             options);
}

/// The pixel (x, y) of the picture in panel number `panel`, 0 being that of all detections.
cv::Vec3b panel_pixel(const cv::Mat& strip, int panel, int x, int y) {
  return strip.at<cv::Vec3b>(kPanelGap + y, kPanelGap + panel * kPanelSide + x);
}

bool is_red(const cv::Vec3b& pixel) { return pixel[2] > pixel[0] + 60 && pixel[2] > pixel[1] + 60; }
bool is_green(const cv::Vec3b& pixel) {
  return pixel[1] > pixel[0] + 60 && pixel[1] > pixel[2] + 60;
}

TEST(TripletPanels, OneForAllDetectionsAndOneForEachTriplet) {
  const cv::Mat strip = drawn_panels(sample_result());
  EXPECT_EQ(strip.cols, 3 * kPanelSide + kPanelGap);
  EXPECT_GT(strip.rows, 100 + 2 * kPanelGap) << "the captions come below";
}

TEST(TripletPanels, AreAsManyAsAskedForAndAboveTheScore) {
  TripletPanelOptions options = unscaled_panels();
  options.max_triplets = 1;
  EXPECT_EQ(drawn_panels(sample_result(), options).cols, 2 * kPanelSide + kPanelGap);
  options.max_triplets = 5;
  options.min_score = 0.5;
  EXPECT_EQ(drawn_panels(sample_result(), options).cols, 2 * kPanelSide + kPanelGap);
  EXPECT_EQ(drawn_panels({"empty.jpg", 200, 100, {}, {}}).cols, kPanelSide + kPanelGap);
}

TEST(TripletPanels, HumanIsOutlinedRedAndObjectGreenWhereOnlyBoxesAreKnown) {
  const cv::Mat strip = drawn_panels(sample_result());
  EXPECT_TRUE(is_red(panel_pixel(strip, 1, 20, 50)));
  EXPECT_TRUE(is_green(panel_pixel(strip, 1, 100, 50)));
  EXPECT_EQ(panel_pixel(strip, 1, 50, 50), cv::Vec3b(90, 90, 90)) << "inside of a box";
  EXPECT_EQ(panel_pixel(strip, 1, 160, 50), cv::Vec3b(90, 90, 90)) << "takes no part";
}

TEST(TripletPanels, MasksAreTintedInsteadOfTheirBoxes) {
  ImageResult result = sample_result();
  std::vector<std::uint8_t> pixels(200 * 100, 0);
  for (std::size_t y = 40; y < 60; ++y) {
    for (std::size_t x = 30; x < 70; ++x) pixels[y * 200 + x] = 1;
  }
  result.instances[0].mask = encode_mask(pixels, 200, 100);
  const cv::Mat strip = drawn_panels(result);
  EXPECT_TRUE(is_red(panel_pixel(strip, 1, 50, 50)));
  EXPECT_EQ(panel_pixel(strip, 1, 20, 80), cv::Vec3b(90, 90, 90)) << "border of the box";
  EXPECT_TRUE(is_green(panel_pixel(strip, 1, 100, 50))) << "the cup has no mask";
}

TEST(TripletPanels, DetectionsHaveColoursOfTheirOwn) {
  const cv::Mat strip = drawn_panels(sample_result());
  const auto person = panel_pixel(strip, 0, 20, 80), bench = panel_pixel(strip, 0, 190, 80);
  EXPECT_NE(person, cv::Vec3b(90, 90, 90));
  EXPECT_NE(bench, cv::Vec3b(90, 90, 90));
  EXPECT_NE(person, bench);
}

TEST(TripletPanels, TheFirstCaptionCountsTheDetectionsThatAreShown) {
  ImageResult result = sample_result();
  result.interactions.clear();
  const cv::Mat three = drawn_panels(result);
  result.instances[2].score = 0.1F;
  const cv::Mat two = drawn_panels(result);
  cv::Mat difference;
  cv::absdiff(three.rowRange(kPanelGap + 100, three.rows), two.rowRange(kPanelGap + 100, two.rows),
              difference);
  EXPECT_GT(cv::countNonZero(difference.reshape(1)), 0);
}

TEST(TripletPanels, ScaleWithThePanelHeight) {
  TripletPanelOptions options;
  options.panel_height = 300;
  const cv::Mat strip = drawn_panels(sample_result(), options);
  EXPECT_GT(strip.cols, 3 * 600);
  EXPECT_GT(strip.rows, 300);
}

}  // namespace
}  // namespace hoi
