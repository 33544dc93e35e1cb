#include "data/truth_mask.h"

#include <cstdint>
#include <random>
#include <vector>

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(TruthMask, IsTheShareOfEachTileThatLiesInside) {
  // Pixels of a 4 x 2 image:  1 1 0 0
  //                           0 1 1 0
  const RunLengthMask mask = encode_mask({1, 1, 0, 0, 0, 1, 1, 0}, 4, 2);
  // Tiles of the whole image are 2 x 1 pixels.
  EXPECT_TRUE(is_close(truth_mask(mask, {0, 0, 4, 2}, 2), torch::tensor({{1.F, 0.F}, {.5F, .5F}})));
  // Tiles of 0.75 x 1 pixels from x = 1: columns [1, 1.75) and [1.75, 2.5).
  EXPECT_TRUE(is_close(truth_mask(mask, {1, 0, 2.5F, 2}, 2),
                       torch::tensor({{1.F, .25F / .75F}, {1.F, 1.F}})));
}

TEST(TruthMask, IsEmptyBeyondTheImage) {
  const RunLengthMask mask = encode_mask({1, 1, 1, 1}, 2, 2);
  EXPECT_TRUE(
      is_close(truth_mask(mask, {-2, 0, 2, 2}, 2), torch::tensor({{0.F, 1.F}, {0.F, 1.F}})));
  EXPECT_TRUE(is_close(truth_mask(mask, {5, 5, 9, 9}, 2), torch::zeros({2, 2})));
}

TEST(TruthMask, OfABoxWithoutAreaIsZero) {
  const RunLengthMask mask = encode_mask({1, 1, 1, 1}, 2, 2);
  EXPECT_TRUE(is_close(truth_mask(mask, {1, 0, 1, 2}, 3), torch::zeros({3, 3})));
}

TEST(TruthMask, SumsToTheAreaOfRandomMasks) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    const int width = 1 + static_cast<int>(random() % 9),
              height = 1 + static_cast<int>(random() % 9);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height));
    for (auto& pixel : pixels) pixel = random() % 2;
    const RunLengthMask mask = encode_mask(pixels, width, height);
    const Box whole{0, 0, static_cast<float>(width), static_cast<float>(height)};
    const double share = truth_mask(mask, whole, 7).mean().item<double>();
    EXPECT_NEAR(share * width * height, static_cast<double>(mask_area(mask)), 1e-4);
  }
}

}  // namespace
}  // namespace hoi
