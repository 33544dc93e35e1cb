#include "vision/box_masks.h"

#include <gmock/gmock.h>
#include <torch/torch.h>

#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor row_box(float x1, float y1, float x2, float y2) {
  return torch::tensor({{x1, y1, x2, y2}});
}

TEST(ResampleMasks, GivesTheMaskItselfInItsOwnBox) {
  torch::manual_seed(1);
  const auto masks = torch::rand({3, 7, 7});
  const auto boxes =
      torch::tensor({{0., 0., 10., 20.}, {-3., 4., 4., 6.}, {5., 5., 5.5, 40.}}, torch::kFloat32);
  EXPECT_TRUE(torch::allclose(resample_masks(masks, boxes, boxes, 7), masks, 1e-4, 1e-5));
}

TEST(ResampleMasks, ShowsTheHalfThatABoxCutsOut) {
  const auto mask = torch::tensor(
      {{{1., 2., 3., 4.}, {5., 6., 7., 8.}, {0., 0., 0., 0.}, {1., 1., 1., 1.}}}, torch::kFloat32);
  const auto left = resample_masks(mask, row_box(0, 0, 8, 8), row_box(0, 0, 4, 8), 4);
  // Tile centres x = 0.5, 1.5, 2.5, 3.5 lie at 0.25 - 0.5, 0.25, 0.75, 1.25 tile centres.
  EXPECT_TRUE(torch::allclose(left[0][0], torch::tensor({1., 1.25, 1.75, 2.25}, torch::kFloat32)));
}

TEST(ResampleMasks, IsEmptyOutsideOfTheMasksBox) {
  const auto mask = torch::ones({1, 4, 4});
  const auto seen = resample_masks(mask, row_box(10, 10, 20, 20), row_box(0, 0, 20, 20), 4);
  auto expected = torch::zeros({1, 4, 4});
  expected.slice(1, 2).slice(2, 2).fill_(1);
  EXPECT_TRUE(torch::equal(seen, expected));
}

TEST(ResampleMasks, OfABoxWithoutAreaIsEmpty) {
  const auto mask = torch::ones({1, 2, 2});
  EXPECT_EQ(resample_masks(mask, row_box(5, 5, 5, 9), row_box(0, 0, 10, 10), 3).sum().item<float>(),
            0);
}

TEST(ResampleMasks, TakesNoMasks) {
  const auto none = torch::zeros({0, 28, 28});
  EXPECT_EQ(resample_masks(none, torch::zeros({0, 4}), torch::zeros({0, 4}), 7).sizes(),
            (std::vector<int64_t>{0, 7, 7}));
}

TEST(ResampleMasks, PassesGradientToTheMasks) {
  auto masks = torch::rand({2, 3, 3}, torch::kFloat64).requires_grad_(true);
  const auto mask_boxes = torch::tensor({{0., 0., 6., 6.}, {1., 1., 4., 9.}}, torch::kFloat64);
  const auto boxes = torch::tensor({{1., 1., 5., 7.}, {0., 0., 4., 4.}}, torch::kFloat64);
  const auto weights = torch::rand({2, 5, 5}, torch::kFloat64);
  (resample_masks(masks, mask_boxes, boxes, 5) * weights).sum().backward();
  const auto gradient = masks.grad().clone();
  torch::NoGradGuard no_gradient;
  const double step = 1e-3;
  auto shifted = masks.detach().clone();
  shifted[1][2][0] += step;
  const auto before = (resample_masks(masks, mask_boxes, boxes, 5) * weights).sum().item<double>();
  const auto after = (resample_masks(shifted, mask_boxes, boxes, 5) * weights).sum().item<double>();
  EXPECT_NEAR((after - before) / step, gradient[1][2][0].item<double>(), 1e-6);
}

}  // namespace
}  // namespace hoi
