#include "vision/roi_align_levels.h"

#include <vector>

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/random_boxes.h"
#include "vision/roi_align_composite.h"

namespace hoi {
namespace {

ScaledMaps three_maps(torch::ScalarType type) {
  torch::manual_seed(9);
  ScaledMaps features;
  for (const int64_t stride : {4, 8, 16}) {
    const auto map = torch::randn({2, 20, 96 / stride, 128 / stride}, type);
    features.maps.push_back(map.contiguous(torch::MemoryFormat::ChannelsLast));
    features.scales.push_back(1.0 / static_cast<double>(stride));
  }
  return features;
}

RoiRows mixed_rows(int64_t count) {
  torch::manual_seed(10);
  return {random_boxes(count, 128, 96), torch::randint(0, 2, {count}, torch::kInt64),
          torch::randint(0, 3, {count}, torch::kInt64)};
}

TEST(RoiAlignLevels, PoolsEachRowFromItsOwnMap) {
  const auto features = three_maps(torch::kFloat32);
  const auto rows = mixed_rows(30);
  const auto pooled = roi_align_levels(features, rows, {});
  for (int64_t r = 0; r < 30; ++r) {
    const auto level = static_cast<std::size_t>(rows.level[r].item<int64_t>());
    const auto alone = roi_align(features.maps[level], rows.boxes.narrow(0, r, 1),
                                 rows.image_index.narrow(0, r, 1), features.scales[level]);
    EXPECT_TRUE(torch::equal(pooled.narrow(0, r, 1), alone)) << "row " << r;
  }
}

TEST(RoiAlignLevels, KernelAndCompositeFormAgreeInValuesAndGradients) {
  const auto rows = mixed_rows(25);
  auto kernel = three_maps(torch::kFloat32), composite = three_maps(torch::kFloat32);
  for (auto* features : {&kernel, &composite}) {
    for (auto& map : features->maps) map.requires_grad_(true);
  }
  const auto weight = torch::randn({25, 20, 7, 7});
  const auto pooled = roi_align_levels(kernel, rows, {});
  const auto expected = roi_align_composite(composite, rows, {});
  EXPECT_TRUE(is_close(pooled, expected, 1e-4));
  (pooled * weight).sum().backward();
  (expected * weight).sum().backward();
  for (std::size_t l = 0; l < 3; ++l) {
    EXPECT_TRUE(is_close(kernel.maps[l].grad(), composite.maps[l].grad(), 1e-3)) << "map " << l;
  }
}

TEST(RoiAlignLevels, AMapWithoutRowsGetsAZeroGradient) {
  auto features = three_maps(torch::kFloat32);
  for (auto& map : features.maps) map.requires_grad_(true);
  auto rows = mixed_rows(5);
  rows.level.fill_(1);
  roi_align_levels(features, rows, {}).sum().backward();
  EXPECT_EQ(features.maps[0].grad().abs().max().item<float>(), 0);
  EXPECT_GT(features.maps[1].grad().abs().max().item<float>(), 0);
  EXPECT_EQ(features.maps[2].grad().abs().max().item<float>(), 0);
}

TEST(RoiAlignLevels, RejectsLevelsAndMapsThatDoNotFit) {
  auto features = three_maps(torch::kFloat32);
  auto rows = mixed_rows(2);
  rows.level.fill_(3);
  EXPECT_THROW(roi_align_levels(features, rows, {}), c10::Error);
  rows.level.fill_(0);
  features.scales.pop_back();
  EXPECT_THROW(roi_align_levels(features, rows, {}), c10::Error);
  features.maps.pop_back();
  features.maps[1] = torch::ones({2, 7, 8, 8});
  EXPECT_THROW(roi_align_levels(features, rows, {}), c10::Error);
}

}  // namespace
}  // namespace hoi
