#include "data/image_io.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "base/error.h"
#include "base/image_bytes.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string encoded(const cv::Mat& pixels, const std::string& extension) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, pixels, bytes);
  return std::string(bytes.begin(), bytes.end());
}

/// 40 wide, 20 high: black but for a white left upper quarter.
cv::Mat quarter_picture() {
  cv::Mat pixels(20, 40, CV_8UC3, cv::Scalar::all(0));
  pixels(cv::Rect(0, 0, 20, 10)).setTo(cv::Scalar::all(255));
  return pixels;
}

std::string refusal(const std::string& bytes, const ImageLimits& limits = {}) {
  try {
    decode_image(bytes, "photo.jpg", limits);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

cv::Vec3b center(const Image& image) {
  return image.bgr.at<cv::Vec3b>(image.height() / 2, image.width() / 2);
}

bool near(const cv::Vec3b& a, const cv::Vec3b& b) { return cv::norm(a, b, cv::NORM_INF) <= 3; }

TEST(ImageIo, WhatIsWrittenIsReadBack) {
  const TemporaryFolder folder;
  const cv::Mat pixels = quarter_picture();
  write_image(folder.path() / "a.png", pixels);
  write_image(folder.path() / "a.JPG", pixels);
  EXPECT_EQ(cv::norm(read_image(folder.path() / "a.png").bgr, pixels, cv::NORM_INF), 0);
  const Image lossy = read_image(folder.path() / "a.JPG");
  EXPECT_EQ(lossy.width(), 40);
  EXPECT_EQ(lossy.height(), 20);
  EXPECT_LT(cv::norm(lossy.bgr, pixels, cv::NORM_L1) / (3 * 800), 5);
  EXPECT_THROW(write_image(folder.path() / "a.gif", pixels), InputError);
}

TEST(ImageIo, GreyPaletteAlphaAndDeepPicturesBecomeEightBitBgr) {
  const std::vector<std::pair<std::string, cv::Mat>> pictures{
      {"grey", cv::Mat(3, 5, CV_8UC1, cv::Scalar(200))},
      {"16-bit", cv::Mat(3, 5, CV_16UC3, cv::Scalar::all(200 * 257))},
      {"16-bit grey", cv::Mat(3, 5, CV_16UC1, cv::Scalar(200 * 257))},
      {"alpha", cv::Mat(3, 5, CV_8UC4, cv::Scalar(200, 200, 200, 255))},
      {"1 x 1", cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(200))},
  };
  for (const auto& [name, pixels] : pictures) {
    const Image image = decode_image(encoded(pixels, ".png"), name);
    EXPECT_EQ(image.bgr.type(), CV_8UC3) << name;
    EXPECT_EQ(image.bgr.size(), pixels.size()) << name;
    EXPECT_TRUE(near(center(image), cv::Vec3b(200, 200, 200))) << name << center(image);
  }
}

TEST(ImageIo, PalettePngAndBmpBecomeColour) {
  // 2 x 1 BMP, 8 bits a pixel, palette of two colours (B, G, R, 0): pixel 0 blue, pixel 1 red.
  const std::string bmp =
      "BM" + little_endian(14 + 40 + 8 + 4, 4) + little_endian(0, 4) +
      little_endian(14 + 40 + 8, 4) + little_endian(40, 4) + little_endian(2, 4) +
      little_endian(1, 4) + little_endian(1, 2) + little_endian(8, 2) + little_endian(0, 4) +
      little_endian(4, 4) + std::string(8, '\0') + little_endian(2, 4) + little_endian(0, 4) +
      std::string("\xFF\0\0\0", 4) + std::string("\0\0\xFF\0", 4) + std::string("\0\1\0\0", 4);
  const Image image = decode_image(bmp, "palette.bmp");
  EXPECT_EQ(image.bgr.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 0, 0));
  EXPECT_EQ(image.bgr.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 0, 255));
}

TEST(ImageIo, CmykJpegIsDecodedToItsColour) {
  const Image image = decode_image(red_cmyk_jpeg(), "cmyk.jpg");
  EXPECT_EQ(image.width(), 8);
  EXPECT_EQ(image.height(), 4);
  EXPECT_TRUE(near(center(image), cv::Vec3b(0, 0, 255))) << center(image);
}

TEST(ImageIo, ExifOrientationIsUndone) {
  // Where the white quarter of the stored picture belongs, per orientation (EXIF 2.3, tag 0x0112).
  struct Case {
    int orientation;
    bool transposed, right, bottom;
  };
  const std::vector<Case> cases{{1, false, false, false}, {2, false, true, false},
                                {3, false, true, true},   {4, false, false, true},
                                {5, true, false, false},  {6, true, true, false},
                                {7, true, true, true},    {8, true, false, true}};
  const TemporaryFolder folder;
  const std::string jpeg = encode_jpeg(quarter_picture(), 95);
  for (const auto& expected : cases) {
    const auto path = folder.write("photo.jpg", with_exif(jpeg, expected.orientation));
    const Image image = read_image(path);
    EXPECT_EQ(image.width(), expected.transposed ? 20 : 40) << expected.orientation;
    EXPECT_EQ(image.height(), expected.transposed ? 40 : 20) << expected.orientation;
    const int x = image.width() * (expected.right ? 3 : 1) / 4;
    const int y = image.height() * (expected.bottom ? 3 : 1) / 4;
    EXPECT_GT(image.bgr.at<cv::Vec3b>(y, x)[0], 200) << expected.orientation;
    EXPECT_LT(cv::mean(image.bgr)[0], 80) << expected.orientation;
    const std::pair<int, int> size(image.width(), image.height());
    EXPECT_EQ(read_image_size(path), size) << expected.orientation;
  }
}

TEST(ImageIo, SizeComesFromTheHeaderAlone) {
  const TemporaryFolder folder;
  const std::string png = encoded(cv::Mat(300, 500, CV_8UC3, cv::Scalar::all(9)), ".png");
  const std::pair<int, int> size(500, 300);
  EXPECT_EQ(read_image_size(folder.write("cut.png", png.substr(0, 60))), size);
  EXPECT_FALSE(read_image_size(folder.path() / "missing.png"));
  EXPECT_FALSE(read_image_size(folder.write("text.png", "not a picture")));
}

TEST(ImageIo, RefusalsNameTheFileAndTheReason) {
  EXPECT_THAT(refusal(""), AllOf(HasSubstr("photo.jpg"), HasSubstr("empty")));
  EXPECT_THAT(refusal("I am a text file, really"), HasSubstr("not a JPEG, PNG, WebP or BMP"));
  EXPECT_THAT(refusal(encoded(quarter_picture(), ".tiff")), HasSubstr("not a JPEG"));
  EXPECT_THAT(refusal("\xFF\xD8\xFF\xD9"), HasSubstr("header"));
  EXPECT_THROW(read_image("no/such/photo.jpg"), InputError);
}

TEST(ImageIo, CutOffFilesAreRefusedInEveryFormat) {
  cv::Mat noise(64, 64, CV_8UC3);
  cv::randu(noise, 0, 255);
  for (const char* extension : {".jpg", ".png", ".webp", ".bmp"}) {
    const std::string whole = encoded(noise, extension);
    EXPECT_THAT(refusal(whole.substr(0, whole.size() / 2)), HasSubstr("cut off")) << extension;
    EXPECT_THAT(refusal(whole.substr(0, whole.size() - 1)), HasSubstr("cut off")) << extension;
  }
}

TEST(ImageIo, TransparentPartsOfPngBecomeWhite) {
  const cv::Mat pixels(3, 5, CV_8UC4, cv::Scalar(10, 20, 30, 0));
  const Image image = decode_image(encoded(pixels, ".png"), "glass.png");
  EXPECT_TRUE(near(center(image), cv::Vec3b(255, 255, 255))) << center(image);
}

TEST(ImageIo, JpegThatLacksPixelsBeforeItsEndMarkerIsRefused) {
  cv::Mat noise(64, 64, CV_8UC3);
  cv::randu(noise, 0, 255);
  const std::string jpeg = encode_jpeg(noise);
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(refusal(jpeg.substr(0, jpeg.size() / 2) + "\xFF\xD9"), HasSubstr("missing"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(ImageIo, DamagedFilesGiveOneErrorAndNoNoise) {
  std::string png = encoded(quarter_picture(), ".png");
  for (std::size_t at = 45; at < png.size() - 16; ++at) png[at] = static_cast<char>(at * 7);
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(refusal(png), HasSubstr("photo.jpg"));
  std::string bmp = encoded(quarter_picture(), ".bmp");
  bmp[28] = 77;  // bits per pixel
  EXPECT_THAT(refusal(bmp), HasSubstr("photo.jpg"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(ImageIo, ImageBombIsRefusedFromItsHeader) {
  std::string png = encoded(cv::Mat(2, 2, CV_8UC3, cv::Scalar::all(0)), ".png");
  png.replace(16, 8, big_endian(20000, 4) + big_endian(20000, 4));
  EXPECT_THAT(refusal(png), AllOf(HasSubstr("20000 x 20000"), HasSubstr("limit is 64")));
  ImageLimits limits;
  limits.max_megapixels = 1e-4;  // 100 pixels
  EXPECT_THAT(refusal(encoded(quarter_picture(), ".jpg"), limits), HasSubstr("megapixels"));
  limits = {};
  limits.max_side = 39;
  EXPECT_THAT(refusal(encoded(quarter_picture(), ".jpg"), limits), HasSubstr("39 pixels a side"));
}

TEST(ImageIo, FileLargerThanTheLimitIsNotRead) {
  const TemporaryFolder folder;
  ImageLimits limits;
  limits.max_file_megabytes = 0;
  const auto path = folder.write("a.png", encoded(quarter_picture(), ".png"));
  EXPECT_THROW(read_image(path, limits), InputError);
}

}  // namespace
}  // namespace hoi
