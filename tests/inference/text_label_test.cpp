#include "inference/text_label.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace hoi {
namespace {

TextLabel label_of(const std::vector<std::string>& lines, int text_height = 20) {
  TextLabel label;
  label.lines = lines;
  label.background = cv::Scalar(0, 200, 255);
  label.text_height = text_height;
  return label;
}

TEST(TextLabel, GrowsWithTextLinesAndHeight) {
  const auto one = measure_label(label_of({"hold"}));
  EXPECT_GT(measure_label(label_of({"hold 0.87"})).width, one.width);
  EXPECT_GT(measure_label(label_of({"hold", "sit"})).height, one.height + 20);
  EXPECT_NEAR(measure_label(label_of({"hold"}, 40)).width, 2 * one.width, 6);
  EXPECT_NEAR(measure_label(label_of({"hold"}, 40)).height, 2 * one.height, 4);
}

TEST(TextLabel, TextStaysInsideItsBackground) {
  cv::Mat picture(200, 400, CV_8UC3, cv::Scalar(1, 2, 3));
  const auto label = label_of({"working gypsy 0.87", "quip"});
  const cv::Point corner(30, 40);
  draw_label(picture, label, corner);
  const cv::Rect place(corner, measure_label(label));
  cv::Mat outside = picture.clone();
  outside(place).setTo(cv::Scalar(1, 2, 3));
  EXPECT_EQ(cv::norm(outside, cv::Mat(200, 400, CV_8UC3, cv::Scalar(1, 2, 3)), cv::NORM_INF), 0);
  // The outermost pixels inside are background: no letter touches the rim.
  for (const cv::Rect& rim : {cv::Rect(place.x, place.y, place.width, 1),
                              cv::Rect(place.x, place.br().y - 1, place.width, 1),
                              cv::Rect(place.x, place.y, 1, place.height),
                              cv::Rect(place.br().x - 1, place.y, 1, place.height)}) {
    const cv::Mat expected(rim.size(), CV_8UC3, label.background);
    EXPECT_EQ(cv::norm(picture(rim), expected, cv::NORM_INF), 0) << rim;
  }
}

TEST(TextLabel, TextContrastsWithTheBackground) {
  auto label = label_of({"IIIIIIIIII"}, 30);
  const auto size = measure_label(label);
  double darkest = 0, brightest = 0;
  cv::Mat picture(size, CV_8UC3), grey;
  draw_label(picture, label, {0, 0});  // bright background
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::minMaxLoc(grey, &darkest, nullptr);
  EXPECT_LT(darkest, 60);
  label.background = cv::Scalar(120, 30, 10);
  draw_label(picture, label, {0, 0});
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::minMaxLoc(grey, nullptr, &brightest);
  EXPECT_GT(brightest, 200);
}

TEST(TextLabel, IsClippedAtTheBordersOfThePicture) {
  const cv::Mat plain(20, 20, CV_8UC3, cv::Scalar(1, 2, 3));
  cv::Mat picture = plain.clone();
  draw_label(picture, label_of({"hold"}), {15, 15});
  EXPECT_EQ(picture.at<cv::Vec3b>(15, 15), cv::Vec3b(0, 200, 255));
  EXPECT_EQ(picture.at<cv::Vec3b>(15, 14), cv::Vec3b(1, 2, 3));
  picture = plain.clone();
  draw_label(picture, label_of({"hold"}), {-3, -3});
  EXPECT_EQ(picture.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 200, 255));
  picture = plain.clone();
  draw_label(picture, label_of({"hold"}), {500, 0});
  EXPECT_EQ(cv::norm(picture, plain, cv::NORM_INF), 0);
}

}  // namespace
}  // namespace hoi
