#include "vision/roi_pooler.h"

#include <vector>

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/random_boxes.h"

namespace hoi {
namespace {

/// P2..P6 of two 256 x 192 images with 6 channels.
FeaturePyramid small_pyramid() {
  torch::manual_seed(11);
  FeaturePyramid pyramid;
  for (const int64_t stride : {4, 8, 16, 32, 64}) {
    const auto map = torch::randn({2, 6, 192 / stride, 256 / stride});
    pyramid.levels.push_back(map.contiguous(torch::MemoryFormat::ChannelsLast));
    pyramid.strides.push_back(stride);
  }
  return pyramid;
}

torch::Tensor square(float side) { return torch::tensor({{3.0F, 5.0F, 3.0F + side, 5.0F + side}}); }

// Spec 1.6: below 112 P2, below 224 P3, below 448 P4, else P5.
TEST(RoiPooler, ChangesLevelExactlyAt112And224And448) {
  const RoiPooler pooler;
  const std::vector<std::pair<float, int64_t>> expected = {
      {1, 0},      {55, 0},  {56, 0},     {111.9F, 0}, {112, 1},
      {223.9F, 1}, {224, 2}, {447.9F, 2}, {448, 3},    {2000, 3}};
  for (const auto& [side, level] : expected) {
    EXPECT_EQ(pooler.level_of(square(side)).item<int64_t>(), level) << "side " << side;
  }
}

TEST(RoiPooler, LevelFollowsTheAreaNotTheLongerSide) {
  const auto boxes =
      torch::tensor({{0.0F, 0.0F, 448.0F, 28.0F}, {0.0F, 0.0F, 28.0F, 440.0F}});  // 12544, 12320
  const auto level = RoiPooler().level_of(boxes);
  EXPECT_EQ(level[0].item<int64_t>(), 1);
  EXPECT_EQ(level[1].item<int64_t>(), 0);
}

TEST(RoiPooler, DegenerateBoxesGoToTheFinestLevel) {
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  const auto boxes = torch::tensor(
      {{5.0F, 5.0F, 5.0F, 5.0F}, {900.0F, 900.0F, 1.0F, 1.0F}, {nan, 0.0F, 9.0F, 9.0F}});
  EXPECT_TRUE(torch::equal(RoiPooler().level_of(boxes), torch::zeros({3}, torch::kInt64)));
}

TEST(RoiPooler, NumberOfLevelsAndFinestScaleAreOptions) {
  const RoiPooler two({}, 2, 28);
  EXPECT_EQ(two.level_of(square(55)).item<int64_t>(), 0);
  EXPECT_EQ(two.level_of(square(56)).item<int64_t>(), 1);
  EXPECT_EQ(two.level_of(square(900)).item<int64_t>(), 1);
  EXPECT_THROW(RoiPooler({}, 0), c10::Error);
}

TEST(RoiPooler, PoolsEachBoxFromItsLevelInRowOrder) {
  const auto pyramid = small_pyramid();
  const auto boxes =
      torch::cat({square(150), square(20), square(180), square(40), random_boxes(10, 256, 192)});
  const auto images = torch::arange(boxes.size(0)).remainder(2);
  const RoiPooler pooler({}, 4, 28);  // so that small images use three levels
  const auto pooled = pooler(pyramid, boxes, images);
  const auto level = pooler.level_of(boxes);
  EXPECT_GE(level.max().item<int64_t>(), 2);
  for (int64_t r = 0; r < boxes.size(0); ++r) {
    const auto l = static_cast<std::size_t>(level[r].item<int64_t>());
    const auto alone = roi_align(pyramid.levels[l], boxes.narrow(0, r, 1), images.narrow(0, r, 1),
                                 1.0 / static_cast<double>(pyramid.strides[l]));
    EXPECT_TRUE(torch::equal(pooled.narrow(0, r, 1), alone)) << "row " << r;
  }
}

TEST(RoiPooler, GradientReachesTheLevelsInUse) {
  auto pyramid = small_pyramid();
  for (auto& map : pyramid.levels) map.requires_grad_(true);
  const auto boxes = torch::cat({square(150), square(20)});
  RoiPooler()(pyramid, boxes, torch::zeros({2}, torch::kInt64)).sum().backward();
  // Every cell is a mean of samples inside the map, so its weights add up to 1.
  EXPECT_NEAR(pyramid.levels[0].grad().sum().item<float>(), 6 * 49, 1e-2);
  EXPECT_NEAR(pyramid.levels[1].grad().sum().item<float>(), 6 * 49, 1e-2);
  EXPECT_EQ(pyramid.levels[2].grad().abs().sum().item<float>(), 0);
  EXPECT_FALSE(pyramid.levels[4].grad().defined());  // P6 is never pooled
}

TEST(RoiPooler, TakesNoBoxes) {
  const auto pooled =
      RoiPooler()(small_pyramid(), torch::zeros({0, 4}), torch::zeros({0}, torch::kInt64));
  EXPECT_EQ(pooled.sizes(), (std::vector<int64_t>{0, 6, 7, 7}));
}

TEST(RoiPooler, RejectsAPyramidWithTooFewLevels) {
  auto pyramid = small_pyramid();
  pyramid.levels.resize(3);
  EXPECT_THROW(RoiPooler()(pyramid, square(9), torch::zeros({1}, torch::kInt64)), c10::Error);
}

}  // namespace
}  // namespace hoi
