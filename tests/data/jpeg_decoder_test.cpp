#include "data/jpeg_decoder.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/image_bytes.h"

namespace hoi {
namespace {

std::string jpeg_of(const cv::Mat& pixels, const std::vector<int>& parameters = {}) {
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", pixels, bytes, parameters);
  return std::string(bytes.begin(), bytes.end());
}

cv::Mat colour_ramp() {
  cv::Mat picture(37, 53, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      picture.at<cv::Vec3b>(y, x) =
          cv::Vec3b(static_cast<unsigned char>(4 * x), static_cast<unsigned char>(6 * y), 128);
    }
  }
  return picture;
}

TEST(JpegDecoder, AgreesWithOpenCv) {
  const std::vector<std::vector<int>> kinds{
      {}, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}, {cv::IMWRITE_JPEG_RST_INTERVAL, 2}};
  for (const auto& parameters : kinds) {
    const std::string jpeg = jpeg_of(colour_ramp(), parameters);
    const cv::Mat expected =
        cv::imdecode(std::vector<char>(jpeg.begin(), jpeg.end()), cv::IMREAD_COLOR);
    EXPECT_LE(cv::norm(decode_jpeg(jpeg), expected, cv::NORM_INF), 1);
  }
}

TEST(JpegDecoder, GreyBecomesThreeEqualChannels) {
  const cv::Mat decoded = decode_jpeg(jpeg_of(cv::Mat(8, 8, CV_8UC1, cv::Scalar(77))));
  EXPECT_EQ(decoded.type(), CV_8UC3);
  EXPECT_EQ(cv::norm(decoded, cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(77)), cv::NORM_INF), 0);
}

TEST(JpegDecoder, AdobeMarkerTellsWhetherInksAreInverted) {
  std::string jpeg = red_cmyk_jpeg();
  EXPECT_LE(
      cv::norm(decode_jpeg(jpeg), cv::Mat(4, 8, CV_8UC3, cv::Scalar(0, 0, 255)), cv::NORM_INF), 3);
  // Without the marker the same numbers are plain ink: full cyan under full black.
  jpeg.replace(jpeg.find("Adobe"), 5, "Other");
  EXPECT_LE(cv::norm(decode_jpeg(jpeg), cv::Mat(4, 8, CV_8UC3, cv::Scalar::all(0)), cv::NORM_INF),
            3);
}

TEST(JpegDecoder, ReasonsAreGivenAndNothingIsPrinted) {
  ::testing::internal::CaptureStderr();
  EXPECT_THROW(decode_jpeg("\xFF\xD8\xFF\xD9"), std::runtime_error);
  EXPECT_THROW(decode_jpeg(""), std::runtime_error);
  const std::string jpeg = jpeg_of(colour_ramp());
  EXPECT_THROW(decode_jpeg(jpeg.substr(0, jpeg.size() / 2)), std::runtime_error);
  for (std::size_t at = 2; at < jpeg.size(); at += 3) {  // any damage: a picture or an exception
    std::string damaged = jpeg;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    try {
      decode_jpeg(damaged);
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()), "");
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(JpegDecoder, ExtraBytesBetweenSegmentsAreHarmless) {
  const std::string jpeg = jpeg_of(colour_ramp());
  const std::string odd =
      jpeg.substr(0, jpeg.size() - 2) + "\x12\x34" + jpeg.substr(jpeg.size() - 2);
  EXPECT_EQ(cv::norm(decode_jpeg(odd), decode_jpeg(jpeg), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace hoi
