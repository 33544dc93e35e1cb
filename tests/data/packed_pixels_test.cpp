#include "data/packed_pixels.h"

#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

namespace hoi {
namespace {

std::string unpacked(const std::string& packed, std::int64_t width, std::int64_t height) {
  std::string bgr(static_cast<std::size_t>(3 * width * height), '?');
  unpack_pixels(packed, width, height, reinterpret_cast<unsigned char*>(bgr.data()));
  return bgr;
}

std::string zlib_stream(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  packed.resize(size);
  return packed;
}

std::string inflated_stream(const std::string& packed, std::size_t size) {
  std::string bytes(size, '\0');
  uLongf written = size;
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(bytes.data()), &written,
                       reinterpret_cast<const Bytef*>(packed.data()), packed.size()),
            Z_OK);
  EXPECT_EQ(written, size);
  return bytes;
}

std::string bytes_of(const std::vector<int>& values) {
  std::string bytes;
  for (const int value : values) bytes += static_cast<char>(value);
  return bytes;
}

std::string noise(std::int64_t pixels, unsigned levels) {
  std::mt19937_64 random(static_cast<std::uint64_t>(pixels));
  std::string bgr;
  for (std::int64_t i = 0; i < 3 * pixels; ++i) bgr += static_cast<char>(random() % levels);
  return bgr;
}

TEST(PackPixels, ComesBackToTheBit) {
  for (const auto& [width, height] :
       std::vector<std::pair<int, int>>{{1, 1}, {1, 7}, {9, 1}, {2, 2}, {31, 17}, {256, 192}}) {
    for (const unsigned levels : {1U, 2U, 40U, 256U}) {
      const std::string bgr = noise(width * height, levels);
      EXPECT_EQ(unpacked(pack_pixels(bgr, width, height), width, height), bgr)
          << width << " x " << height << " with " << levels << " levels";
    }
  }
}

TEST(PackPixels, MakesFlatAreasTiny) {
  std::string bgr;
  for (int y = 0; y < 100; ++y) {
    for (int x = 0; x < 200; ++x) bgr += bytes_of({x / 50, y / 25 * 60, 255 - x / 100});
  }
  EXPECT_LT(pack_pixels(bgr, 200, 100).size(), bgr.size() / 50);
}

// Two by two pixels. Samples B - G + 128, G, R - G + 128:
//   (10, 20, 30) -> 118 20 138     (12, 20, 31) -> 120 20 139
//   (10, 20, 30) -> 118 20 138     (13, 21, 33) -> 120 21 140
TEST(UnpackPixels, FollowsTheFormatByHand) {
  const std::string bgr = bytes_of({10, 20, 30, 12, 20, 31, 10, 20, 30, 13, 21, 33});
  const std::vector<std::vector<int>> second_rows{
      {0, 118, 20, 138, 2, 1, 2},            // left: 120 - 118, 21 - 20, 140 - 138
      {1, 0, 0, 0, 0, 1, 1},                 // above
      {2, 118 - 59, 10, 138 - 69, 1, 1, 2},  // mean: (118 + 120) / 2, 20, (138 + 139) / 2
      {3, 0, 0, 0, 0, 1, 1}};                // gradient: 118 + 120 - 118 and so on
  for (const auto& second : second_rows) {
    const std::string rows = bytes_of({0, 118, 20, 138, 2, 0, 1}) + bytes_of(second);
    EXPECT_EQ(unpacked(zlib_stream(rows), 2, 2), bgr) << "predictor " << second[0];
  }
}

TEST(PackPixels, ChoosesThePredictorOfLeastResiduals) {
  // One column: nothing to the left, so every later row is predicted from above.
  const std::string rows = inflated_stream(pack_pixels(bytes_of({9, 9, 9, 9, 9, 9}), 1, 2), 8);
  EXPECT_EQ(rows.substr(4), bytes_of({1, 0, 0, 0}));
}

TEST(UnpackPixels, RefusesWhatIsNoSuchPicture) {
  const std::string rows = bytes_of({0, 1, 2, 3, 4, 5, 6});
  EXPECT_NO_THROW(unpacked(zlib_stream(rows), 2, 1));
  EXPECT_THROW(unpacked(zlib_stream(rows + "x"), 2, 1), std::runtime_error);
  EXPECT_THROW(unpacked(zlib_stream(rows) + "x", 2, 1), std::runtime_error);
  EXPECT_THROW(unpacked(zlib_stream(rows.substr(1)), 2, 1), std::runtime_error);
  EXPECT_THROW(unpacked(zlib_stream(bytes_of({4, 1, 2, 3, 4, 5, 6})), 2, 1), std::runtime_error);
  const std::string packed = zlib_stream(rows);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_THROW(unpacked(packed.substr(0, size), 2, 1), std::runtime_error);
  }
}

TEST(UnpackPixels, TakesNoMemoryForAPictureThatCannotBeThere) {
  const std::string packed = zlib_stream("small");
  unsigned char none = 0;
  for (const auto& [width, height] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {0, 5}, {5, -1}, {20000, 20000}, {1 << 16, 1 << 16}, {std::int64_t{1} << 62, 4}}) {
    EXPECT_THROW(unpack_pixels(packed, width, height, &none), std::runtime_error);
  }
}

}  // namespace
}  // namespace hoi
