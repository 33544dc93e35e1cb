#include "pic/label_map_png.h"

#include <random>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>

#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// A PNG of 3 x 2 pixels of any format, made by libpng's simplified interface.
std::string png_of(png_uint_32 format, const std::vector<std::uint8_t>& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = 3;
  image.height = 2;
  image.format = format;
  std::string bytes(10'000, '\0');
  png_alloc_size_t size = bytes.size();
  const png_color colors[3 * 256] = {};
  image.colormap_entries = 4;
  EXPECT_NE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, colors), 0)
      << image.message;
  bytes.resize(size);
  return bytes;
}

/// The CRC that ends a PNG chunk.
std::uint32_t crc_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

std::string four_bytes(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>((value >> shift) & 0xFF);
  }
  return bytes;
}

std::string chunk_of(const std::string& name_and_data) {
  return four_bytes(static_cast<std::uint32_t>(name_and_data.size() - 4)) + name_and_data +
         four_bytes(crc_of(name_and_data));
}

/// A file with a changed header.
std::string with_header(std::string bytes, std::uint32_t width, std::uint32_t height) {
  const std::string header = "IHDR" + four_bytes(width) + four_bytes(height) + bytes.substr(24, 5);
  return bytes.substr(0, 8) + chunk_of(header) + bytes.substr(33);
}

std::string error_of(const std::string& bytes) {
  return input_error_of([&] { decode_label_map(bytes, "maps/a.png"); });
}

TEST(LabelMapPng, ComesBackAsItWas) {
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    LabelMap map{1 + static_cast<int>(random() % 70), 1 + static_cast<int>(random() % 40), {}};
    const auto labels = 1 + random() % 256;
    for (int pixel = 0; pixel < map.width * map.height; ++pixel) {
      map.values.push_back(static_cast<std::uint8_t>(random() % labels));
    }
    const DecodedLabelMap decoded = decode_label_map(encode_label_map(map), "x");
    EXPECT_EQ(decoded.map.width, map.width);
    EXPECT_EQ(decoded.map.height, map.height);
    EXPECT_EQ(decoded.map.values, map.values);
    EXPECT_FALSE(decoded.from_colors);
  }
}

TEST(LabelMapPng, IsOneChannelOf8BitsOnTheDisk) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  EXPECT_EQ(bytes[24], 8);
  EXPECT_EQ(bytes[25], 0);
  EXPECT_EQ(bytes, encode_label_map(drawn_map({"123", "456"})));
}

TEST(LabelMapPng, KeepsValuesThatAFileCallsTransparentOrOfAnotherGamma) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  const std::string extra = chunk_of("gAMA" + four_bytes(20'000)) +
                            chunk_of("tRNS" + std::string{0, 2}) +
                            chunk_of("tEXtnote" + std::string(1, '\0') + "any text");
  const std::string file = bytes.substr(0, 33) + extra + bytes.substr(33);
  EXPECT_EQ(decode_label_map(file, "x").map.values, drawn_map({"123", "456"}).values);
}

TEST(LabelMapPng, TakesNoMemoryForAChunkThatOnlyClaimsToBeLarge) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  const std::string claim = four_bytes(346'856'722) + "zTXtk" + std::string(2, '\0') + "text";
  EXPECT_EQ(error_of(bytes.substr(0, 33) + claim + bytes.substr(33)),
            "maps/a.png: found a truncated PNG file, expected a whole one");
}

TEST(LabelMapPng, ReadsColoursThatAreGray) {
  const DecodedLabelMap decoded = decode_label_map(
      png_of(PNG_FORMAT_RGB, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 255, 255, 255}), "x");
  EXPECT_TRUE(decoded.from_colors);
  EXPECT_EQ(decoded.map.values, (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 255}));
}

TEST(LabelMapPng, RefusesRealColours) {
  const std::string error = error_of(
      png_of(PNG_FORMAT_RGB, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 9, 5, 255, 255, 255}));
  EXPECT_EQ(error,
            "maps/a.png: found the colour (5, 9, 5) at x 1, y 1, expected a gray value: the label");
}

TEST(LabelMapPng, RefusesOtherColourTypes) {
  const std::vector<std::uint8_t> pixels(48, 1);
  EXPECT_THAT(error_of(png_of(PNG_FORMAT_RGB_COLORMAP, pixels)),
              HasSubstr("palette; expected 8 bits, gray"));
  EXPECT_THAT(error_of(png_of(PNG_FORMAT_GA, pixels)), HasSubstr("8 bits, gray with alpha"));
  EXPECT_THAT(error_of(png_of(PNG_FORMAT_RGBA, pixels)), HasSubstr("8 bits, RGB with alpha"));
  EXPECT_THAT(error_of(png_of(PNG_FORMAT_LINEAR_Y, pixels)), HasSubstr("16 bits, gray;"));
}

TEST(LabelMapPng, RefusesWhatIsNoPng) {
  for (const std::string& bytes :
       {std::string(), std::string("\xFF\xD8\xFF\xE0 a JPEG file with some more bytes in it")}) {
    EXPECT_THAT(error_of(bytes), HasSubstr("maps/a.png: found"));
    EXPECT_THAT(error_of(bytes), HasSubstr("no PNG file"));
  }
}

TEST(LabelMapPng, RefusesEveryTruncation) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THAT(error_of(bytes.substr(0, length)), HasSubstr("maps/a.png: found")) << length;
  }
}

TEST(LabelMapPng, RefusesDamageAnywhere) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_THROW(decode_label_map(damaged, "x"), InputError) << at;
  }
}

TEST(LabelMapPng, RefusesSizesBeyondTheLimitsWithoutTakingTheMemory) {
  const std::string bytes = encode_label_map(drawn_map({"123", "456"}));
  EXPECT_THAT(error_of(with_header(bytes, 70'000, 2)), HasSubstr("found 70000 x 2 pixels"));
  EXPECT_THAT(error_of(with_header(bytes, 0, 2)), HasSubstr("found 0 x 2 pixels"));
  EXPECT_THAT(error_of(with_header(bytes, 60'000, 60'000)), HasSubstr("at most 67108864 in all"));
  EXPECT_THAT(error_of(with_header(bytes, 8000, 8000)), HasSubstr("for 8000 x 8000 pixels"));
  EXPECT_THAT(error_of(with_header(bytes, 3, 200)), HasSubstr("damaged"));
}

TEST(LabelMapPng, RefusesToWriteAMapWithoutPixels) {
  EXPECT_THROW(encode_label_map(LabelMap{}), std::invalid_argument);
  EXPECT_THROW(encode_label_map(LabelMap{2, 2, {1, 2, 3}}), std::invalid_argument);
}

TEST(LabelMapPng, WritesAndReadsFiles) {
  const TemporaryFolder folder;
  write_png_file(folder / "a.png", encode_label_map(drawn_map({"12"})));
  EXPECT_EQ(read_label_map(folder / "a.png").map.values, drawn_map({"12"}).values);
  EXPECT_THAT(input_error_of([&] { write_png_file(folder / "no/a.png", "x"); }),
              HasSubstr("cannot be written"));
  EXPECT_THAT(input_error_of([&] { read_label_map(folder / "b.png"); }), HasSubstr("b.png"));
}

}  // namespace
}  // namespace hoi
