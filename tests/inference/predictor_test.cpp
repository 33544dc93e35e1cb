#include "inference/predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "inference/small_package.h"
#include "support/errors.h"

namespace hoi {
namespace {

Image noise(int width, int height) {
  cv::Mat bgr(height, width, CV_8UC3);
  cv::theRNG().state = 5;
  cv::randu(bgr, 0, 255);
  return {bgr};
}

PredictorOptions on_cpu() {
  PredictorOptions options;
  options.device = "cpu";
  options.min_interaction_score = 0;
  return options;
}

TEST(Predictor, ResultsPointIntoTheirInstancesAndLieInThePicture) {
  Predictor predictor(small_package(), on_cpu());
  const ImageResult result = predictor.predict(noise(301, 200), "noise.png").result;
  EXPECT_EQ(result.file, "noise.png");
  EXPECT_EQ(result.width, 301);
  EXPECT_EQ(result.height, 200);
  ASSERT_FALSE(result.instances.empty());
  for (const auto& instance : result.instances) {
    EXPECT_GE(instance.box.x1, 0);
    EXPECT_LE(instance.box.x2, 301);
    EXPECT_LE(instance.box.y2, 200);
  }
  const int count = static_cast<int>(result.instances.size());
  float last = 1;
  for (const auto& interaction : result.interactions) {
    EXPECT_LT(interaction.subject, count);
    EXPECT_LT(interaction.object, count);
    EXPECT_EQ(result.instances[static_cast<std::size_t>(interaction.subject)].category, 0);
    EXPECT_LE(interaction.score, last);
    last = interaction.score;
  }
}

TEST(Predictor, OnePixelAndExtremeShapesGiveAValidResult) {
  Predictor predictor(small_package(), on_cpu());
  for (const auto& size : {cv::Size(1, 1), cv::Size(2000, 3), cv::Size(3, 2000)}) {
    const ImageResult result = predictor.predict(noise(size.width, size.height), "x").result;
    EXPECT_EQ(result.width, size.width);
  }
}

TEST(Predictor, TheSamePictureGivesTheSameBits) {
  Predictor predictor(small_package(), on_cpu());
  const auto first = predictor.predict(noise(200, 150), "x").result;
  const auto second = predictor.predict(noise(200, 150), "x").result;
  ASSERT_EQ(first.interactions.size(), second.interactions.size());
  for (std::size_t i = 0; i < first.interactions.size(); ++i) {
    EXPECT_EQ(first.interactions[i].score, second.interactions[i].score);
  }
}

TEST(Predictor, MasksOfAModelWithoutMaskHeadsAreRefused) {
  PredictorOptions options = on_cpu();
  options.masks = true;
  EXPECT_THAT(input_error_of([&] { Predictor(small_package(), options); }),
              ::testing::HasSubstr("model small has no mask heads"));
}

TEST(Predictor, MasksAreOfThePictureAndLieInTheirBoxes) {
  PredictorOptions options = on_cpu();
  options.masks = true;
  Predictor predictor(small_mask_package(), options);
  const ImageResult result = predictor.predict(noise(301, 200), "x").result;
  ASSERT_FALSE(result.instances.empty());
  for (const auto& instance : result.instances) {
    ASSERT_TRUE(instance.mask);
    EXPECT_TRUE(is_valid(*instance.mask));
    EXPECT_EQ(instance.mask->width, 301);
    EXPECT_EQ(instance.mask->height, 200);
    if (mask_area(*instance.mask) == 0) continue;
    const Box inside = mask_box(*instance.mask);
    EXPECT_GE(inside.x1 + 0.5F, instance.box.x1);
    EXPECT_LT(inside.x2 - 0.5F, instance.box.x2);
    EXPECT_GE(inside.y1 + 0.5F, instance.box.y1);
    EXPECT_LT(inside.y2 - 0.5F, instance.box.y2);
  }
  Predictor without(small_mask_package(), on_cpu());
  for (const auto& instance : without.predict(noise(301, 200), "x").result.instances) {
    EXPECT_FALSE(instance.mask);
  }
}

TEST(Predictor, DevicesThatDoNotExistAreRefused) {
  EXPECT_TRUE(parse_device("cpu").is_cpu());
  EXPECT_THAT(input_error_of([] { parse_device("cuda:77"); }), ::testing::HasSubstr("cuda:77"));
  EXPECT_THAT(input_error_of([] { parse_device("toaster"); }),
              ::testing::HasSubstr("cpu, cuda:0 or auto"));
}

}  // namespace
}  // namespace hoi
