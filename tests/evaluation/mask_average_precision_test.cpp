#include "evaluation/mask_average_precision.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

const std::vector<float> kOutline = {2, 2, 12, 2, 12, 12, 2, 12};  // 10 x 10 pixels

RunLengthMask mask_of_columns(int begin, int end) {
  RunLengthMask mask{20, 20, {}};
  std::vector<std::uint8_t> pixels(400, 0);
  for (int y = 2; y < 12; ++y) {
    for (int x = begin; x < end; ++x) pixels[static_cast<std::size_t>(y * 20 + x)] = 1;
  }
  return encode_mask(pixels, 20, 20);
}

ImageAnnotation image_with_mask() {
  ImageAnnotation image;
  image.file_name = "a.jpg";
  image.width = image.height = 20;
  image.instances.push_back({0, 0, {2, 2, 12, 12}, false, {kOutline}});
  return image;
}

ImageResult masked_result(const std::optional<RunLengthMask>& mask) {
  ImageResult result;
  result.file = "a.jpg";
  result.instances.push_back({0, 0.9F, {2, 2, 12, 12}, mask});
  return result;
}

TEST(MaskAveragePrecision, PerfectMaskScoresOne) {
  const auto evaluation =
      evaluate_masks({masked_result(mask_of_columns(2, 12))}, {image_with_mask()}, 1);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 1);
  EXPECT_EQ(evaluation.categories[0].small.ground_truth, 1);
}

// 8 of 10 columns: IoU 0.8, right for seven thresholds; the boxes are equal.
TEST(MaskAveragePrecision, LooksAtMasksAndNotAtBoxes) {
  const auto evaluation =
      evaluate_masks({masked_result(mask_of_columns(4, 12))}, {image_with_mask()}, 1);
  EXPECT_NEAR(evaluation.mean(), 0.7, 1e-12);
}

TEST(MaskAveragePrecision, TakesAnnotatedRunLengths) {
  auto image = image_with_mask();
  image.instances[0].polygons.clear();
  image.instances[0].run_lengths = mask_of_columns(2, 12);
  EXPECT_DOUBLE_EQ(evaluate_masks({masked_result(mask_of_columns(2, 12))}, {image}, 1).mean(), 1);
}

TEST(MaskAveragePrecision, LeavesOutWhatHasNoMask) {
  auto image = image_with_mask();
  image.instances.push_back({0, 0, {0, 0, 5, 5}, false, {}});
  auto result = masked_result(mask_of_columns(2, 12));
  result.instances.push_back({0, 1.0F, {0, 0, 5, 5}, std::nullopt});
  const auto evaluation = evaluate_masks({result}, {image}, 1);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 1);
  EXPECT_EQ(evaluation.categories[0].ground_truth, 1);
  EXPECT_EQ(evaluation.categories[0].predictions, 1);
}

TEST(MaskAveragePrecision, MaskOfAnotherSizeIsWrong) {
  auto image = image_with_mask();
  image.width = 30;
  const auto evaluation = evaluate_masks({masked_result(mask_of_columns(2, 12))}, {image}, 1);
  EXPECT_EQ(evaluation.mean(), 0);
  EXPECT_EQ(evaluation.categories[0].ground_truth, 1);
}

}  // namespace
}  // namespace hoi
