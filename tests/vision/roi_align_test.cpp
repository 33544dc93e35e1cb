#include "vision/roi_align.h"

#include <limits>
#include <tuple>

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/literal_roi_align.h"
#include "vision/random_boxes.h"

namespace hoi {
namespace {

/// Boxes of a 16-stride map of 9 x 12 cells: inside, across every edge, tiny, empty, reversed, far
/// away.
torch::Tensor difficult_boxes() {
  torch::manual_seed(6);
  const auto special = torch::tensor({{-40.0F, -30.0F, 60.0F, 50.0F},
                                      {150.0F, 100.0F, 260.0F, 230.0F},
                                      {-20.0F, 20.0F, 300.0F, 60.0F},
                                      {33.0F, 41.0F, 34.5F, 43.0F},
                                      {50.0F, 50.0F, 50.0F, 50.0F},
                                      {90.0F, 80.0F, 40.0F, 30.0F},
                                      {900.0F, 900.0F, 990.0F, 990.0F},
                                      {0.0F, 0.0F, 192.0F, 144.0F}});
  return torch::cat({special, random_boxes(12, 192, 144)});
}

torch::Tensor alternating_images(int64_t count) { return torch::arange(count).remainder(2); }

RoiAlignOptions grid(int64_t height, int64_t width, int64_t samples, RoiConvention convention) {
  RoiAlignOptions options;
  options.height = height;
  options.width = width;
  options.sampling_ratio = samples;
  options.convention = convention;
  return options;
}

using Case = std::tuple<RoiConvention, torch::MemoryFormat, int64_t>;

class RoiAlignAgreesWithTheLiteralLoops : public ::testing::TestWithParam<Case> {};

TEST_P(RoiAlignAgreesWithTheLiteralLoops, OnEveryKindOfBox) {
  const auto [convention, format, channels] = GetParam();
  const auto boxes = difficult_boxes();
  const auto features = torch::randn({2, channels, 9, 12}).contiguous(format);
  const auto images = alternating_images(boxes.size(0));
  for (const auto& options :
       {grid(7, 7, 2, convention), grid(2, 3, 1, convention), grid(3, 2, 3, convention)}) {
    const auto expected = literal_roi_align(features, boxes, images, 1.0 / 16, options);
    const auto pooled = roi_align(features, boxes, images, 1.0 / 16, options);
    EXPECT_TRUE(pooled.is_contiguous());
    EXPECT_TRUE(is_close(pooled, expected, 2e-4));
    EXPECT_TRUE(is_close(roi_align(features.to(torch::kFloat64), boxes, images, 1.0 / 16, options),
                         expected, 1e-9));
  }
}

INSTANTIATE_TEST_SUITE_P(All, RoiAlignAgreesWithTheLiteralLoops,
                         ::testing::Combine(::testing::Values(RoiConvention::kAligned,
                                                              RoiConvention::kLegacy),
                                            ::testing::Values(torch::MemoryFormat::Contiguous,
                                                              torch::MemoryFormat::ChannelsLast),
                                            ::testing::Values(1, 5, 83)));

// A map whose value is its x coordinate (pixel centres at 0.5, 1.5, ...). With a half-pixel shift
// the mean over a cell is the x of the cell's centre: box [2, 6) in two cells has centres at 3
// and 5. Without the shift every sample lands half a cell further right.
TEST(RoiAlign, HasItsPixelCentresWhereTheConventionSays) {
  const auto ramp = (torch::arange(10, torch::kFloat32) + 0.5).expand({1, 1, 8, 10}).contiguous();
  const auto box = torch::tensor({{2.0F, 2.0F, 6.0F, 6.0F}});
  const auto image = torch::zeros({1}, torch::kInt64);
  const auto aligned = roi_align(ramp, box, image, 1.0, grid(1, 2, 2, RoiConvention::kAligned));
  const auto legacy = roi_align(ramp, box, image, 1.0, grid(1, 2, 2, RoiConvention::kLegacy));
  EXPECT_TRUE(is_close(aligned.flatten(), torch::tensor({3.0F, 5.0F})));
  EXPECT_TRUE(is_close(legacy.flatten(), torch::tensor({3.5F, 5.5F})));
}

// One sample per axis, exactly on the limits of the rule: at -1 and at the size it still counts.
TEST(RoiAlign, CountsSamplesUpToOneCellOutsideTheMap) {
  const auto ones = torch::ones({1, 1, 4, 4});
  const auto image = torch::zeros({1}, torch::kInt64);
  const auto sample_at = [&](float x) {  // centre of a legacy box of one cell
    const auto box = torch::tensor({{x - 0.5F, 1.5F, x + 0.5F, 2.5F}});
    return roi_align(ones, box, image, 1.0, grid(1, 1, 1, RoiConvention::kLegacy)).item<float>();
  };
  EXPECT_EQ(sample_at(-1.0F), 1);
  EXPECT_EQ(sample_at(-1.25F), 0);
  EXPECT_EQ(sample_at(4.0F), 1);
  EXPECT_EQ(sample_at(4.25F), 0);
}

TEST(RoiAlign, GradientMatchesCentralDifferencesInDoublePrecision) {
  torch::manual_seed(7);
  const auto boxes = difficult_boxes();
  const auto images = alternating_images(boxes.size(0));
  const auto weight = torch::randn({boxes.size(0), 3, 2, 3}, torch::kFloat64);
  for (const auto convention : {RoiConvention::kAligned, RoiConvention::kLegacy}) {
    const auto function = [&](const torch::Tensor& features) {
      return (roi_align(features, boxes, images, 1.0 / 16, grid(2, 3, 2, convention)) * weight)
          .sum();
    };
    EXPECT_TRUE(
        gradient_matches(function, torch::randn({2, 3, 9, 12}, torch::kFloat64), 1e-4, 1e-6, 60));
  }
}

/// Gradient of a weighted sum of the pooled features.
torch::Tensor gradient_of(const torch::Tensor& features, const torch::Tensor& boxes,
                          const torch::Tensor& weight, const RoiAlignOptions& options) {
  auto variable = features.detach().clone(torch::MemoryFormat::Preserve).requires_grad_(true);
  const auto pooled =
      roi_align(variable, boxes, alternating_images(boxes.size(0)), 1.0 / 16, options);
  (pooled * weight.to(pooled.dtype())).sum().backward();
  return variable.grad();
}

TEST(RoiAlign, KernelGradientAgreesWithTheCompositeForm) {
  const auto boxes = difficult_boxes();
  for (const int64_t channels : {1, 16, 83}) {
    for (const auto convention : {RoiConvention::kAligned, RoiConvention::kLegacy}) {
      const auto options = grid(7, 7, 2, convention);
      const auto features =
          torch::randn({2, channels, 9, 12}).contiguous(torch::MemoryFormat::ChannelsLast);
      const auto weight = torch::randn({boxes.size(0), channels, 7, 7});
      const auto expected = gradient_of(features.to(torch::kFloat64), boxes, weight, options);
      EXPECT_TRUE(is_close(gradient_of(features, boxes, weight, options), expected, 2e-3))
          << channels;
      EXPECT_TRUE(
          is_close(gradient_of(features.contiguous(), boxes, weight, options), expected, 2e-3))
          << channels;
    }
  }
}

TEST(RoiAlign, RepeatsItsBitsWithOneAndWithTwoThreads) {
  const int threads_before = torch::get_num_threads();
  torch::manual_seed(8);
  const auto boxes = random_boxes(150, 192, 144);
  const auto features = torch::randn({2, 80, 9, 12}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto weight = torch::randn({150, 80, 7, 7});
  const RoiAlignOptions options;
  torch::set_num_threads(1);
  const auto pooled = roi_align(features, boxes, alternating_images(150), 1.0 / 16, options);
  const auto gradient = gradient_of(features, boxes, weight, options);
  for (const int threads : {1, 2, 2, 2}) {
    torch::set_num_threads(threads);
    EXPECT_TRUE(torch::equal(roi_align(features, boxes, alternating_images(150), 1.0 / 16, options),
                             pooled));
    EXPECT_TRUE(torch::equal(gradient_of(features, boxes, weight, options), gradient));
  }
  torch::set_num_threads(threads_before);
}

TEST(RoiAlign, TakesNoBoxesAndStillBackpropagates) {
  for (const auto type : {torch::kFloat32, torch::kFloat64}) {
    auto features = torch::randn({1, 3, 4, 5}, type).requires_grad_(true);
    const auto pooled =
        roi_align(features, torch::zeros({0, 4}), torch::zeros({0}, torch::kInt64), 0.25);
    EXPECT_EQ(pooled.sizes(), (std::vector<int64_t>{0, 3, 7, 7}));
    pooled.sum().backward();
    EXPECT_TRUE(is_close(features.grad(), torch::zeros({1, 3, 4, 5})));
  }
}

TEST(RoiAlign, ABoxWithoutNumbersSamplesNothing) {
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  const auto infinity = std::numeric_limits<float>::infinity();
  const auto boxes =
      torch::tensor({{nan, nan, nan, nan}, {-infinity, -infinity, infinity, infinity}});
  const auto features = torch::ones({1, 2, 4, 4}), images = torch::zeros({2}, torch::kInt64);
  const auto zeros = torch::zeros({2, 2, 7, 7});
  EXPECT_TRUE(is_close(roi_align(features, boxes, images, 1.0), zeros));
  EXPECT_TRUE(is_close(roi_align(features.to(torch::kFloat64), boxes, images, 1.0), zeros));
}

TEST(RoiAlign, RejectsAnImageThatIsNotThere) {
  const auto features = torch::ones({2, 2, 4, 4}), box = torch::ones({1, 4});
  EXPECT_THROW(roi_align(features, box, torch::tensor({2}, torch::kInt64), 1.0), c10::Error);
  EXPECT_THROW(roi_align(features, box, torch::tensor({-1}, torch::kInt64), 1.0), c10::Error);
  EXPECT_THROW(roi_align(features, box, torch::zeros({2}, torch::kInt64), 1.0), c10::Error);
  EXPECT_THROW(roi_align(features, torch::ones({1, 5}), torch::zeros({1}, torch::kInt64), 1.0),
               c10::Error);
}

}  // namespace
}  // namespace hoi
