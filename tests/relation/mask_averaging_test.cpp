#include "relation/mask_averaging.h"

#include "support/tensors.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

torch::Tensor unit_box(double x1, double y1, double x2, double y2) {
  return torch::tensor({{x1, y1, x2, y2}}, torch::kFloat64);
}

TEST(AverageMasks, PoolsFourByFourFrom28To7) {
  torch::manual_seed(1);
  const auto masks = torch::rand({3, kMaskSize, kMaskSize});
  EXPECT_TRUE(is_close(average_masks(masks, 7), torch::avg_pool2d(masks, 4), 1e-6));
}

// Cell 0 of 2 holds tile 0 and half of tile 1, cell 1 the rest of 3 tiles.
TEST(AverageMasks, SharesATileBetweenTheCellsItLiesIn) {
  const auto mask = torch::tensor({{{3., 6., 9.}, {3., 6., 9.}, {3., 6., 9.}}}, torch::kFloat64);
  const auto expected = torch::tensor({{{4., 8.}, {4., 8.}}}, torch::kFloat64);
  EXPECT_TRUE(is_close(average_masks(mask, 2), expected, 1e-12));
  EXPECT_TRUE(is_close(average_masks(mask.transpose(1, 2).contiguous(), 2),
                       expected.transpose(1, 2), 1e-12));
}

// A full mask on [1, 3) x [1, 2) in a box [0, 4) x [0, 4) of 2 x 2 cells, each 2 x 2.
TEST(AverageMasks, FadesACellByThePartThatTheMaskDoesNotReach) {
  const auto mask = torch::ones({1, 5, 5}, torch::kFloat64);
  const auto seen = average_masks(mask, unit_box(1, 1, 3, 2), unit_box(0, 0, 4, 4), 2);
  EXPECT_TRUE(is_close(seen, torch::tensor({{{.25, .25}, {0., 0.}}}, torch::kFloat64), 1e-12));
}

/// The mean over a cell by many samples of the mask's tiles.
double sampled_mean(const torch::Tensor& mask, const double* mask_box, const double* cell) {
  constexpr int kSamples = 200;
  const auto tiles = static_cast<double>(mask.size(0));
  double sum = 0;
  for (int i = 0; i < kSamples; ++i) {
    for (int j = 0; j < kSamples; ++j) {
      const double x = cell[0] + (cell[2] - cell[0]) * (j + 0.5) / kSamples;
      const double y = cell[1] + (cell[3] - cell[1]) * (i + 0.5) / kSamples;
      const double column = (x - mask_box[0]) / (mask_box[2] - mask_box[0]) * tiles;
      const double row = (y - mask_box[1]) / (mask_box[3] - mask_box[1]) * tiles;
      if (column < 0 || column >= tiles || row < 0 || row >= tiles) continue;
      sum += mask[static_cast<int64_t>(row)][static_cast<int64_t>(column)].item<double>();
    }
  }
  return sum / (kSamples * kSamples);
}

TEST(AverageMasks, IsTheMeanOverEachCell) {
  torch::manual_seed(2);
  const auto mask = torch::rand({1, 4, 4}, torch::kFloat64);
  const double mask_box[] = {2.3, 1.1, 9.2, 6.4};
  const auto seen = average_masks(mask, unit_box(2.3, 1.1, 9.2, 6.4), unit_box(1, 0.5, 8, 9.5), 3);
  for (int64_t i = 0; i < 3; ++i) {
    for (int64_t j = 0; j < 3; ++j) {
      const auto x = static_cast<double>(j), y = static_cast<double>(i);
      const double cell[] = {1 + 7 * x / 3, 0.5 + 3 * y, 1 + 7 * (x + 1) / 3, 3.5 + 3 * y};
      EXPECT_NEAR(seen[0][i][j].item<double>(), sampled_mean(mask[0], mask_box, cell), 0.01);
    }
  }
}

TEST(AverageMasks, OfABoxWithoutAreaIsEmpty) {
  const auto mask = torch::ones({1, 4, 4}, torch::kFloat64);
  const auto seen = average_masks(mask, unit_box(1, 1, 1, 3), unit_box(0, 0, 4, 4), 2);
  EXPECT_EQ(seen.abs().sum().item<double>(), 0);
}

TEST(AverageMasks, TakesNoMasksAndRejectsBoxesOfOthers) {
  const auto none = torch::zeros({0, 28, 28}), boxes = torch::zeros({0, 4});
  EXPECT_EQ(average_masks(none, boxes, boxes, 64).sizes(), torch::IntArrayRef({0, 64, 64}));
  EXPECT_EQ(average_masks(none, 7).sizes(), torch::IntArrayRef({0, 7, 7}));
  EXPECT_THROW(average_masks(none, torch::zeros({1, 4}), boxes, 7), c10::Error);
}

}  // namespace
}  // namespace hoi
