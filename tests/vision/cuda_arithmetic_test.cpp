// What the CUDA kernels compute, element by element, without a GPU: their functions are plain C++
// here, and the loops of cuda_blocks.h stand for their threads.
#include <limits>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/tensors.h"
#include "vision/cuda_blocks.h"
#include "vision/nms.h"
#include "vision/random_boxes.h"
#include "vision/roi_align_levels.h"

namespace hoi {
namespace {

/// Maps whose sides are no multiples of a tile, of values up to 1.
ScaledMaps uneven_maps(int64_t channels) {
  torch::manual_seed(3);
  ScaledMaps features;
  for (const int64_t stride : {4, 8, 16}) {
    const auto map = torch::rand({2, channels, 100 / stride, 140 / stride}) * 2 - 1;
    features.maps.push_back(map.contiguous(torch::MemoryFormat::ChannelsLast));
    features.scales.push_back(1.0 / static_cast<double>(stride));
  }
  return features;
}

/// Ordinary boxes and all that can go wrong with one.
RoiRows rows_of_every_kind() {
  torch::manual_seed(4);
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const auto odd = torch::tensor({{-40.0F, -30.0F, 60.0F, 50.0F},     // begins outside
                                  {100.0F, 80.0F, 400.0F, 300.0F},    // ends outside
                                  {500.0F, 500.0F, 600.0F, 600.0F},   // lies outside
                                  {-9.0F, -9.0F, 150.0F, 110.0F},     // holds the image
                                  {30.0F, 20.0F, 30.0F, 20.0F},       // a point
                                  {50.0F, 60.0F, 20.0F, 10.0F},       // turned around
                                  {12.0F, 12.0F, 12.5F, 90.0F},       // thin
                                  {kNan, 0.0F, 50.0F, 50.0F},         // no number
                                  {0.0F, -kInfinity, 50.0F, 40.0F},   // endless
                                  {-1e30F, -1e30F, 1e30F, 1e30F},     // huge
                                  {135.0F, 95.0F, 140.0F, 100.0F}});  // the last pixels
  RoiRows rows;
  rows.boxes = torch::cat({random_boxes(40, 140, 100), odd, odd, odd});
  const int64_t count = rows.boxes.size(0);
  rows.image_index = torch::randint(0, 2, {count}, torch::kInt64);
  rows.level = torch::cat({torch::randint(0, 3, {40}, torch::kInt64),
                           torch::arange(3, torch::kInt64).repeat_interleave(odd.size(0))});
  return rows;
}

/// Square, oblong and fine grids; the paper's two samples, one and three; both conventions.
std::vector<RoiAlignOptions> grids() {
  return {{7, 7, 2, RoiConvention::kAligned},
          {14, 14, 2, RoiConvention::kAligned},
          {3, 5, 1, RoiConvention::kLegacy},
          {7, 7, 3, RoiConvention::kLegacy}};
}

TEST(CudaArithmetic, PoolsWhatTheCpuPools) {
  const auto features = uneven_maps(5);
  const auto rows = rows_of_every_kind();
  for (const auto& options : grids()) {
    const auto expected = roi_align_levels(features, rows, options);
    EXPECT_TRUE(is_close(pool_in_blocks(features, rows, options), expected, 1e-5));
  }
}

TEST(CudaArithmetic, SpreadsTheGradientThatTheCpuSpreads) {
  const auto rows = rows_of_every_kind();
  for (const auto& options : grids()) {
    auto features = uneven_maps(5);
    for (auto& map : features.maps) map.requires_grad_(true);
    const auto gradient =
        torch::rand({rows.boxes.size(0), 5, options.height, options.width}) * 0.2 - 0.1;
    roi_align_levels(features, rows, options).backward(gradient);
    ScaledMaps gradients{{}, features.scales};
    for (const auto& map : features.maps) {
      gradients.maps.push_back(torch::full_like(map.detach(), 1e9F));  // every pixel is written
    }
    spread_in_blocks(gradient, gradients, rows, options);
    for (std::size_t l = 0; l < features.maps.size(); ++l) {
      EXPECT_TRUE(is_close(gradients.maps[l], features.maps[l].grad(), 1e-5)) << "map " << l;
    }
  }
}

TEST(CudaArithmetic, RowsOfMissingMapsOrImagesPoolNothing) {
  const auto features = uneven_maps(3);
  RoiRows rows{random_boxes(4, 140, 100), torch::tensor({0, 2, -1, 1}, torch::kInt64),
               torch::tensor({3, 0, 0, -1}, torch::kInt64)};
  EXPECT_EQ(pool_in_blocks(features, rows, {}).abs().max().item<float>(), 0);
  auto gradients = uneven_maps(3);
  spread_in_blocks(torch::ones({4, 3, 7, 7}), gradients, rows, {});
  for (const auto& map : gradients.maps) EXPECT_EQ(map.abs().max().item<float>(), 0);
}

TEST(CudaArithmetic, WithoutRowsTheGradientIsZero) {
  auto gradients = uneven_maps(3);
  const auto none = torch::empty({0}, torch::kInt64);
  spread_in_blocks(torch::empty({0, 3, 7, 7}), gradients, {torch::empty({0, 4}), none, none}, {});
  for (const auto& map : gradients.maps) EXPECT_EQ(map.abs().max().item<float>(), 0);
}

TEST(CudaArithmetic, TilesCoverEveryPixelOfEveryMapOnce) {
  auto counts = uneven_maps(1);
  const auto none = torch::empty({0}, torch::kInt64);
  const auto problem = roi_problem(counts, {torch::empty({0, 4}), none, none}, {});
  for (auto& map : counts.maps) map.zero_();
  std::int64_t tiles = 0;
  for (int level = 0; level < problem.levels; ++level) tiles += tiles_of_level(problem, level);
  for (std::int64_t index = 0; index < tiles; ++index) {
    const auto tile = device::tile_at(problem, index);
    ASSERT_GE(tile.level, 0);
    auto image = counts.maps[static_cast<std::size_t>(tile.level)][tile.image][0];
    image.slice(0, tile.top, tile.top + device::kTileSide)
        .slice(1, tile.left, tile.left + device::kTileSide)
        .add_(1);
  }
  for (const auto& map : counts.maps) EXPECT_TRUE(torch::equal(map, torch::ones_like(map)));
}

/// The survivors as the CUDA operator finds them, its sorting included.
torch::Tensor nms_in_blocks(const torch::Tensor& boxes, const torch::Tensor& scores,
                            const torch::Tensor& labels, double threshold) {
  const auto by_score = std::get<1>(torch::sort(scores, true, 0, true));
  const auto [label, rank] = torch::sort(labels.index_select(0, by_score), true, 0, false);
  const auto sorted = boxes.index_select(0, by_score.index_select(0, rank)).contiguous();
  const auto begin = torch::searchsorted(label, label, false, false);
  const auto end = torch::searchsorted(label, label, false, true);
  const device::SortedBoxes problem{sorted.data_ptr<float>(), begin.data_ptr<int64_t>(),
                                    end.data_ptr<int64_t>(), sorted.size(0),
                                    static_cast<float>(threshold)};
  const auto survives = selection_in_blocks(problem, mask_in_blocks(problem));
  auto keep = torch::zeros({sorted.size(0)}, torch::kBool);
  for (int64_t place = 0; place < sorted.size(0); ++place) {
    keep[rank[place].item<int64_t>()] =
        static_cast<bool>(survives[static_cast<std::size_t>(place)]);
  }
  return by_score.masked_select(keep);
}

// 500 boxes of one label are eight chunks of 64; with many labels there are some of a single box.
TEST(CudaArithmetic, SuppressesExactlyWhatTheCpuSuppresses) {
  for (const int64_t classes : {1, 3, 90}) {
    torch::manual_seed(classes);
    const auto boxes = random_boxes(500, 120, 90);
    const auto scores = (torch::rand({500}) * 50).floor() / 50;  // many equal scores
    const auto labels = torch::randint(-1, classes - 1, {500}, torch::kInt64);
    for (const double threshold : {0.0, 0.3, 0.7, 1.0}) {
      EXPECT_TRUE(torch::equal(nms_in_blocks(boxes, scores, labels, threshold),
                               class_wise_nms(boxes, scores, labels, threshold)))
          << classes << " classes, threshold " << threshold;
    }
  }
}

TEST(CudaArithmetic, KeepsWhatOnlyADroppedBoxOfAnEarlierChunkOverlaps) {
  // A staircase of 200 boxes, each overlapping the next by 1/2 of its width and no other: greedy
  // suppression keeps every second one, across the borders of the chunks.
  const auto left = torch::arange(200, torch::kFloat32) * 5;
  const auto zero = torch::zeros({200});
  const auto boxes = torch::stack({left, zero, left + 10, zero + 10}, 1);
  const auto scores = 1 - torch::arange(200, torch::kFloat32) / 1000;
  const auto labels = torch::zeros({200}, torch::kInt64);
  EXPECT_TRUE(torch::equal(nms_in_blocks(boxes, scores, labels, 0.3),
                           torch::arange(0, 200, 2, torch::kInt64)));
}

}  // namespace
}  // namespace hoi
