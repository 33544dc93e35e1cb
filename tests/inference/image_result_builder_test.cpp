#include "inference/image_result_builder.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace hoi {
namespace {

/// A person (0.9) and a ball (0.5) with two verbs.
ImagePrediction one_pair() {
  ImagePrediction prediction;
  prediction.regions.boxes = torch::tensor({{10.F, 20.F, 50.F, 80.F}, {40.F, 60.F, 200.F, 90.F}});
  prediction.regions.parent_boxes = prediction.regions.boxes;
  prediction.regions.labels = torch::tensor({0, 1}, torch::kInt64);
  prediction.regions.scores = torch::tensor({0.9F, 0.5F});
  prediction.pairs = {torch::tensor({0}, torch::kInt64), torch::tensor({1}, torch::kInt64)};
  prediction.pair_scores = torch::tensor({{0.2F, 0.8F}});
  return prediction;
}

TEST(ImageResultBuilder, BoxesReturnToTheOriginalFrameAndAreClippedToIt) {
  const ImageResult result = build_image_result(one_pair(), {2, 4}, {100, 90}, {});
  EXPECT_EQ(result.width, 90);
  EXPECT_EQ(result.height, 100);
  EXPECT_FLOAT_EQ(result.instances[0].box.x1, 5);
  EXPECT_FLOAT_EQ(result.instances[0].box.y1, 5);
  EXPECT_FLOAT_EQ(result.instances[1].box.x2, 90);  // 200 / 2 = 100 lies outside
  EXPECT_FLOAT_EQ(result.instances[1].box.y2, 22.5);
  EXPECT_EQ(result.instances[1].category, 1);
}

TEST(ImageResultBuilder, TripletScoresIncludeTheDetectionScoresOnlyIfAsked) {
  const ImageResult product = build_image_result(one_pair(), {1, 1}, {100, 200}, {});
  ASSERT_EQ(product.interactions.size(), 2U);
  EXPECT_EQ(product.interactions[0].verb, 1);  // best first
  EXPECT_NEAR(product.interactions[0].score, 0.8 * 0.9 * 0.5, 1e-6);
  const ImageResult action =
      build_image_result(one_pair(), {1, 1}, {100, 200}, {0.01, DetectionFactor::kNone});
  EXPECT_NEAR(action.interactions[0].score, 0.8, 1e-6);
}

TEST(ImageResultBuilder, WeakTripletsAreLeftOut) {
  const ImageResult result =
      build_image_result(one_pair(), {1, 1}, {100, 200}, {0.1, DetectionFactor::kProduct});
  EXPECT_EQ(result.interactions.size(), 1U);
}

TEST(ImageResultBuilder, MasksArePastedIntoTheBoxesOfTheOriginalFrame) {
  ImagePrediction prediction = one_pair();
  // Of the person the lower half, of the ball nothing.
  prediction.masks = torch::zeros({2, 4, 4}, torch::kHalf);
  prediction.masks[0].slice(0, 2).fill_(1);
  const ImageResult result = build_image_result(prediction, {2, 4}, {100, 90}, {});
  const RunLengthMask& person = result.instances[0].mask.value();
  EXPECT_EQ(person.width, 90);
  EXPECT_EQ(person.height, 100);
  // The box 10, 20, 50, 80 is 5, 5, 25, 20 there. Its values rise from 0 at 5 + 15 * 3/8 = 10.6 to
  // 1 at 14.4 and pass one half at 12.5, where the centre of row 12 lies.
  const Box inside = mask_box(person);
  EXPECT_EQ(inside.x1, 5);
  EXPECT_EQ(inside.x2, 25);
  EXPECT_EQ(inside.y1, 13);
  EXPECT_EQ(inside.y2, 20);
  EXPECT_EQ(mask_area(person), 20 * 7);
  EXPECT_EQ(mask_area(result.instances[1].mask.value()), 0);
}

TEST(ImageResultBuilder, APredictionWithoutMasksGivesNone) {
  const ImageResult result = build_image_result(one_pair(), {1, 1}, {100, 200}, {});
  EXPECT_FALSE(result.instances[0].mask);
}

TEST(ImageResultBuilder, AnImageTooLargeForRunLengthsHasNoMasks) {
  ImagePrediction prediction = one_pair();
  prediction.masks = torch::ones({2, 4, 4});
  const ImageResult result = build_image_result(prediction, {1, 1}, {100, 70'000}, {});
  EXPECT_FALSE(result.instances[0].mask);
}

TEST(ImageResultBuilder, MasksOfOtherInstancesAreABrokenInvariant) {
  ImagePrediction prediction = one_pair();
  prediction.masks = torch::ones({3, 4, 4});
  EXPECT_THROW(build_image_result(prediction, {1, 1}, {100, 200}, {}), c10::Error);
}

TEST(ImageResultBuilder, NothingDetectedIsAnEmptyResult) {
  ImagePrediction nothing;
  nothing.regions = {torch::zeros({0, 4}), torch::zeros({0, 4}), torch::zeros({0}, torch::kInt64),
                     torch::zeros({0})};
  nothing.pairs = {torch::zeros({0}, torch::kInt64), torch::zeros({0}, torch::kInt64)};
  nothing.pair_scores = torch::zeros({0, 2});
  nothing.masks = torch::zeros({0, 28, 28});
  const ImageResult result = build_image_result(nothing, {1, 1}, {100, 200}, {});
  EXPECT_TRUE(result.instances.empty());
  EXPECT_TRUE(result.interactions.empty());
}

}  // namespace
}  // namespace hoi
