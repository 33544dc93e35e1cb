// The operators on a CUDA device against the CPU; skipped where there is none. Without HOI_CUDA
// they are made of torch operators there, which must give the same.
#include <gtest/gtest.h>
#include <torch/cuda.h>
#include <torch/torch.h>

#include "support/tensors.h"
#include "vision/boxes.h"
#include "vision/nms.h"
#include "vision/random_boxes.h"
#include "vision/roi_align_levels.h"
#include "vision/roi_pooler.h"

namespace hoi {
namespace {

class CudaOperators : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device";
    torch::manual_seed(6);
  }
};

/// P2..P5 of two pictures of 320 x 256 pixels.
ScaledMaps pyramid_of(int64_t channels) {
  ScaledMaps features;
  for (const int64_t stride : {4, 8, 16, 32}) {
    features.maps.push_back(torch::rand({2, channels, 256 / stride, 320 / stride}) * 2 - 1);
    features.scales.push_back(1.0 / static_cast<double>(stride));
  }
  return features;
}

ScaledMaps on_cuda(const ScaledMaps& host) {
  ScaledMaps copy{{}, host.scales};
  for (const auto& map : host.maps) copy.maps.push_back(map.detach().cuda());
  return copy;
}

RoiRows on_cuda(const RoiRows& host) {
  return {host.boxes.cuda(), host.image_index.cuda(), host.level.cuda()};
}

RoiRows pyramid_rows(int64_t count) {
  return {random_boxes(count, 320, 256), torch::randint(0, 2, {count}, torch::kInt64),
          torch::randint(0, 4, {count}, torch::kInt64)};
}

TEST_F(CudaOperators, RoiAlignEqualsTheCpuInBothDirections) {
  for (const int64_t channels : {3, 32, 256}) {
    const auto rows = pyramid_rows(300);
    auto host = pyramid_of(channels);
    auto device = on_cuda(host);
    for (auto* features : {&host, &device}) {
      for (auto& map : features->maps) map.requires_grad_(true);
    }
    const auto expected = roi_align_levels(host, rows, {});
    const auto pooled = roi_align_levels(device, on_cuda(rows), {});
    EXPECT_TRUE(pooled.is_contiguous());
    EXPECT_TRUE(is_close(pooled.cpu(), expected, 1e-5));
    const auto gradient = torch::rand_like(expected) * 0.02 - 0.01;
    expected.backward(gradient);
    pooled.backward(gradient.cuda());
    for (std::size_t l = 0; l < host.maps.size(); ++l) {
      EXPECT_TRUE(is_close(device.maps[l].grad().cpu(), host.maps[l].grad(), 1e-5)) << "map " << l;
    }
  }
}

TEST_F(CudaOperators, RoiAlignHasTheSameBitsEveryTime) {
  const auto rows = on_cuda(pyramid_rows(500));
  const auto host = pyramid_of(64);
  torch::Tensor first;
  for (int round = 0; round < 5; ++round) {
    auto features = on_cuda(host);
    for (auto& map : features.maps) map.requires_grad_(true);
    roi_align_levels(features, rows, {}).square().sum().backward();
    const auto gradient = features.maps[0].grad();
    if (round == 0) first = gradient;
    EXPECT_TRUE(torch::equal(gradient, first));
  }
}

TEST_F(CudaOperators, RoiAlignTakesNoRowsAndReducedPrecision) {
  auto features = on_cuda(pyramid_of(8));
  EXPECT_EQ(roi_align_levels(features, on_cuda(pyramid_rows(0)), {}).size(0), 0);
  const auto rows = on_cuda(pyramid_rows(20));
  const auto exact = roi_align_levels(features, rows, {});
  for (auto& map : features.maps) map = map.to(torch::kBFloat16);
  const auto rounded = roi_align_levels(features, rows, {});
  EXPECT_EQ(rounded.scalar_type(), torch::kFloat32);
  EXPECT_TRUE(is_close(rounded.cpu(), exact.cpu(), 1e-2));
}

TEST_F(CudaOperators, SuppressionKeepsTheRowsThatTheCpuKeeps) {
  for (const int64_t count : {1, 63, 64, 65, 1000, 9000}) {
    const auto boxes = random_boxes(count, 900, 700);
    const auto scores = (torch::rand({count}) * 500).floor() / 500;
    const auto labels = torch::randint(0, 5, {count}, torch::kInt64);
    for (const double threshold : {0.3, 0.7}) {
      const auto kept = class_wise_nms(boxes.cuda(), scores.cuda(), labels.cuda(), threshold);
      EXPECT_TRUE(kept.is_cuda());
      EXPECT_TRUE(torch::equal(kept.cpu(), class_wise_nms(boxes, scores, labels, threshold)))
          << count << " boxes, threshold " << threshold;
    }
  }
}

TEST_F(CudaOperators, SuppressionTakesNoBoxes) {
  const auto none = torch::zeros({0, 4}).cuda();
  EXPECT_EQ(nms(none, torch::zeros({0}).cuda(), 0.5).numel(), 0);
}

TEST_F(CudaOperators, BoxesOverlapAsOnTheCpu) {
  const auto a = random_boxes(200, 300, 200), b = random_boxes(30, 300, 200);
  EXPECT_TRUE(is_close(box_iou(a.cuda(), b.cuda()).cpu(), box_iou(a, b), 1e-6));
}

}  // namespace
}  // namespace hoi
