#include "pic/png_rows.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(PngRows, ComeBackEvenWhenTheyCannotBePacked) {
  std::mt19937 random(2);
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(1, 5000), std::pair(5000, 1),
                                      std::pair(640, 480), std::pair(1, 65'535)}) {
    std::vector<std::uint8_t> values(static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height));
    for (std::uint8_t& value : values) value = static_cast<std::uint8_t>(random());
    const std::string png = png_of_gray_rows(values.data(), width, height);
    std::vector<std::uint8_t> back(values.size());
    EXPECT_EQ(read_png_rows(png, back.data(), static_cast<std::size_t>(width)), "");
    EXPECT_EQ(back, values);
  }
}

TEST(PngRows, OfADamagedFileSayWhy) {
  const std::uint8_t values[6] = {1, 2, 3, 4, 5, 6};
  const std::string png = png_of_gray_rows(values, 3, 2);
  std::uint8_t back[6] = {};
  EXPECT_EQ(read_png_rows(png.substr(0, png.size() - 1), back, 3), "the file ends too early");
  EXPECT_EQ(read_png_rows(png, back, 2), "rows of another length");
  EXPECT_NE(read_png_rows("GIF89a", back, 3), "");
}

}  // namespace
}  // namespace hoi
