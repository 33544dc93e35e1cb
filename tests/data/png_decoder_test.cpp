#include "data/png_decoder.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "base/image_bytes.h"

namespace hoi {
namespace {

std::string png_of(const cv::Mat& pixels) {
  std::vector<unsigned char> bytes;
  cv::imencode(".png", pixels, bytes);
  return std::string(bytes.begin(), bytes.end());
}

TEST(PngDecoder, GivesBackWhatWasEncoded) {
  cv::Mat noise(31, 17, CV_8UC3);
  cv::randu(noise, 0, 255);
  EXPECT_EQ(cv::norm(decode_png(png_of(noise)), noise, cv::NORM_INF), 0);
}

TEST(PngDecoder, SixteenBitsBecomeTheirHighEight) {
  const cv::Mat deep(3, 3, CV_16UC3, cv::Scalar(50 * 257, 100 * 257, 150 * 257));
  const cv::Mat expected(3, 3, CV_8UC3, cv::Scalar(50, 100, 150));
  EXPECT_LE(cv::norm(decode_png(png_of(deep)), expected, cv::NORM_INF), 1);
}

TEST(PngDecoder, HalfTransparentPixelsAreMixedWithWhite) {
  const cv::Mat glass(2, 2, CV_8UC4, cv::Scalar(0, 0, 0, 128));
  const cv::Vec3b pixel = decode_png(png_of(glass)).at<cv::Vec3b>(0, 0);
  EXPECT_GT(pixel[0], 100);
  EXPECT_LT(pixel[0], 220);
}

TEST(PngDecoder, ReasonsAreGivenAndNothingIsPrinted) {
  cv::Mat noise(31, 17, CV_8UC3);
  cv::randu(noise, 0, 255);
  const std::string png = png_of(noise);
  ::testing::internal::CaptureStderr();
  EXPECT_THROW(decode_png(""), std::runtime_error);
  EXPECT_THROW(decode_png(png.substr(0, png.size() / 2)), std::runtime_error);
  for (std::size_t at = 8; at < png.size(); at += 7) {
    std::string damaged = png;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    try {
      decode_png(damaged);
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()), "");
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace hoi
