#include "base/image_header.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "base/image_bytes.h"

namespace hoi {
namespace {

/// A 6 wide, 4 high picture in the format of `extension`.
std::string picture(const std::string& extension) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, cv::Mat(4, 6, CV_8UC3, cv::Scalar(10, 120, 230)), bytes);
  return std::string(bytes.begin(), bytes.end());
}

TEST(ImageHeader, KnowsTheFourFormatsByTheirBytes) {
  EXPECT_EQ(sniff_image_format(picture(".jpg")), ImageFormat::kJpeg);
  EXPECT_EQ(sniff_image_format(picture(".png")), ImageFormat::kPng);
  EXPECT_EQ(sniff_image_format(picture(".webp")), ImageFormat::kWebp);
  EXPECT_EQ(sniff_image_format(picture(".bmp")), ImageFormat::kBmp);
}

TEST(ImageHeader, KnowsNothingElse) {
  for (const char* extension : {".tiff", ".ppm"}) {
    EXPECT_FALSE(sniff_image_format(picture(extension))) << extension;
  }
  EXPECT_FALSE(sniff_image_format(""));
  EXPECT_FALSE(sniff_image_format("Hello, I am a text file"));
  EXPECT_FALSE(sniff_image_format("BM"));
}

TEST(ImageHeader, TellsWidthAndHeightOfEachFormat) {
  for (const char* extension : {".jpg", ".png", ".webp", ".bmp"}) {
    const auto header = parse_image_header(picture(extension));
    ASSERT_TRUE(header) << extension;
    EXPECT_EQ(header->width, 6) << extension;
    EXPECT_EQ(header->height, 4) << extension;
    EXPECT_EQ(header->orientation, 1) << extension;
  }
}

TEST(ImageHeader, TellsTheChannelsOfJpegAndPng) {
  EXPECT_EQ(parse_image_header(picture(".jpg"))->channels, 3);
  std::string png = picture(".png");
  EXPECT_EQ(parse_image_header(png)->channels, 3);
  const int channels[] = {1, 0, 3, 3, 2, 0, 4, 0};
  for (int type = 0; type < 8; ++type) {
    png[25] = static_cast<char>(type);
    EXPECT_EQ(parse_image_header(png)->channels, channels[type]) << type;
  }
  EXPECT_EQ(parse_image_header(picture(".bmp"))->channels, 0);
}

TEST(ImageHeader, ReadsLosslessAndExtendedWebp) {
  // VP8L: 14 bits of width - 1, then 14 of height - 1; VP8X: 24 bits each, the EXIF chunk last.
  const std::string lossless = "RIFF" + little_endian(100, 4) + "WEBPVP8L" + little_endian(5, 4) +
                               "\x2F" + little_endian(299U | 199U << 14, 4);
  auto header = parse_image_header(lossless);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->width, 300);
  EXPECT_EQ(header->height, 200);

  const std::string exif = exif_tiff(6, true);
  const std::string extended = "RIFF" + little_endian(100, 4) + "WEBPVP8X" + little_endian(10, 4) +
                               std::string(4, '\0') + little_endian(1999, 3) +
                               little_endian(999, 3) + "EXIF" +
                               little_endian(static_cast<std::uint32_t>(exif.size()), 4) + exif;
  header = parse_image_header(extended);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->width, 2000);
  EXPECT_EQ(header->height, 1000);
  EXPECT_EQ(header->orientation, 6);
  EXPECT_TRUE(header->is_transposed());
}

TEST(ImageHeader, FindsTheExifOrientationInBothByteOrders) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool little : {false, true}) {
      const auto header = parse_image_header(with_exif(picture(".jpg"), orientation, little));
      ASSERT_TRUE(header);
      EXPECT_EQ(header->orientation, orientation);
    }
  }
  EXPECT_EQ(parse_image_header(with_exif(picture(".jpg"), 9))->orientation, 1) << "out of range";
}

TEST(ImageHeader, FindsTheExifOrientationOfPng) {
  const std::string png = picture(".png"), exif = exif_tiff(8);
  const std::size_t behind_header = 8 + 12 + 13;
  const std::string turned = png.substr(0, behind_header) +
                             big_endian(static_cast<std::uint32_t>(exif.size()), 4) + "eXIf" +
                             exif + big_endian(0, 4) + png.substr(behind_header);
  const auto header = parse_image_header(turned);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->orientation, 8);
}

TEST(ImageHeader, HeaderWithoutPositiveSizeIsRefused) {
  std::string png = picture(".png");
  png.replace(16, 4, std::string(4, '\0'));
  EXPECT_FALSE(parse_image_header(png));
  EXPECT_FALSE(parse_image_header("\xFF\xD8\xFF\xD9"));
}

TEST(ImageHeader, BmpHeightMayBeNegative) {
  std::string bmp = picture(".bmp");
  bmp.replace(22, 4, little_endian(static_cast<std::uint32_t>(-4), 4));
  EXPECT_EQ(parse_image_header(bmp)->height, 4);
}

TEST(ImageHeader, BmpOfAnUnknownKindIsRefused) {
  std::string bmp = picture(".bmp");
  bmp[30] = 9;  // compression
  EXPECT_FALSE(parse_image_header(bmp));
  bmp = picture(".bmp");
  bmp[14] = 0;  // size of the header
  EXPECT_FALSE(parse_image_header(bmp));
}

TEST(ImageHeader, EveryTruncationOfEveryFormatIsIncomplete) {
  for (const char* extension : {".jpg", ".png", ".webp", ".bmp"}) {
    const std::string whole = picture(extension);
    const auto format = *sniff_image_format(whole);
    EXPECT_TRUE(is_complete_image(whole, format)) << extension;
    EXPECT_TRUE(is_complete_image(whole + "trailing bytes", format)) << extension;
    for (std::size_t length = 26; length < whole.size(); ++length) {
      ASSERT_FALSE(is_complete_image(whole.substr(0, length), format))
          << extension << " cut to " << length << " of " << whole.size();
    }
  }
}

TEST(ImageHeader, EndMarkerOfAnEmbeddedThumbnailIsNotTheEndOfThePicture) {
  const std::string jpeg = picture(".jpg");
  const std::string payload = "Exif thumbnail \xFF\xD9 end";
  const std::string segment =
      "\xFF\xE1" + big_endian(static_cast<std::uint32_t>(payload.size()) + 2, 2) + payload;
  const std::string whole = jpeg.substr(0, 2) + segment + jpeg.substr(2);
  EXPECT_TRUE(is_complete_image(whole, ImageFormat::kJpeg));
  EXPECT_FALSE(is_complete_image(whole.substr(0, whole.size() - 2), ImageFormat::kJpeg));
}

}  // namespace
}  // namespace hoi
