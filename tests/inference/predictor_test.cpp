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

TEST(Predictor, DevicesThatDoNotExistAreRefused) {
  EXPECT_TRUE(parse_device("cpu").is_cpu());
  EXPECT_THAT(input_error_of([] { parse_device("cuda:77"); }), ::testing::HasSubstr("cuda:77"));
  EXPECT_THAT(input_error_of([] { parse_device("toaster"); }),
              ::testing::HasSubstr("cpu, cuda:0 or auto"));
}

}  // namespace
}  // namespace hoi
