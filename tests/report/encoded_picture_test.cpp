#include "report/encoded_picture.h"

#include <gtest/gtest.h>

#include "report/sample_pictures.h"

namespace hoi {
namespace {

TEST(PictureHeader, OfAPngHasSizeAndChannels) {
  const auto header = read_picture_header(small_png());
  ASSERT_TRUE(header);
  EXPECT_EQ(header->format, ImageFormat::kPng);
  EXPECT_EQ(header->width, 3);
  EXPECT_EQ(header->height, 2);
  EXPECT_EQ(header->channels, 3);
  EXPECT_STREQ(media_type(header->format), "image/png");
}

TEST(PictureHeader, OfAPngKnowsEveryColourType) {
  std::string png = small_png();
  const int channels[] = {1, 0, 3, 3, 2, 0, 4};
  for (int type = 0; type < 7; ++type) {
    png[25] = static_cast<char>(type);
    const auto header = read_picture_header(png);
    EXPECT_EQ(header ? header->channels : 0, channels[type]) << type;
  }
}

TEST(PictureHeader, OfAJpegSkipsSegmentsUpToTheFrame) {
  const auto header = read_picture_header(jpeg_beginning());
  ASSERT_TRUE(header);
  EXPECT_EQ(header->format, ImageFormat::kJpeg);
  EXPECT_EQ(header->width, 300);
  EXPECT_EQ(header->height, 200);
  EXPECT_EQ(header->channels, 3);
  EXPECT_STREQ(media_type(header->format), "image/jpeg");
}

TEST(PictureHeader, DoesNotTakeATableOfAJpegForItsFrame) {
  EXPECT_FALSE(read_picture_header(bytes_of_hex("ffd8ffc4000b0800c8012c03010101")));
  // Fill bytes may stand before a marker.
  EXPECT_TRUE(read_picture_header(bytes_of_hex("ffd8ffffffc0000b0800c8012c03010101")));
}

TEST(PictureHeader, IsMissingForEveryCutAndForNonsense) {
  const std::string png = small_png().substr(0, 33), jpeg = jpeg_beginning();
  for (std::size_t size = 0; size < png.size(); ++size) {
    EXPECT_FALSE(read_picture_header(png.substr(0, size))) << size;
  }
  for (std::size_t size = 0; size < jpeg.size(); ++size) {
    EXPECT_FALSE(read_picture_header(jpeg.substr(0, size))) << size;
  }
  EXPECT_TRUE(read_picture_header(png));
  EXPECT_TRUE(read_picture_header(jpeg));
  EXPECT_FALSE(read_picture_header("<svg onload=alert(1)>"));
  EXPECT_FALSE(read_picture_header(bytes_of_hex("ffd8ffe00000ffe00000")));  // a length below 2
  std::string empty = small_png();
  empty[19] = 0;  // no columns
  EXPECT_FALSE(read_picture_header(empty));
}

}  // namespace
}  // namespace hoi
