#include "model/pretrained_names.h"

#include <gmock/gmock.h>

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(PretrainedNamesTest, RemembersWhatWasTakenAndWhatWasMissing) {
  PretrainedArrays arrays(
      {{"a", torch::ones({1})}, {"b", torch::ones({2})}, {"c", torch::ones({3})}});
  EXPECT_EQ(arrays.take("b").size(0), 2);
  EXPECT_FALSE(arrays.take("x").defined());
  EXPECT_EQ(arrays.taken(), 1);
  EXPECT_EQ(arrays.missing(), (std::vector<std::string>{"x"}));
  EXPECT_EQ(arrays.unused(), (std::vector<std::string>{"a", "c"}));
}

TEST(PretrainedNamesTest, KerasUnitsAreNamedByStageLetterAndBranch) {
  PretrainedArrays arrays({});
  keras_resnet_unit(arrays, "layer3.5.spatial");
  keras_resnet_unit(arrays, "layer1.0.shortcut");
  keras_resnet_unit(arrays, "stem");
  EXPECT_THAT(arrays.missing(),
              ::testing::IsSupersetOf({"res4f_branch2b/kernel", "bn4f_branch2b/moving_variance",
                                       "res2a_branch1/bias", "bn2a_branch1/gamma", "conv1/kernel",
                                       "bn_conv1/beta"}));
}

TEST(PretrainedNamesTest, AKerasBiasMovesIntoTheMean) {
  PretrainedArrays arrays({{"conv1/kernel", torch::arange(12, torch::kFloat32).view({1, 2, 3, 2})},
                           {"conv1/bias", torch::tensor({1.F, 2.F})},
                           {"bn_conv1/gamma", torch::tensor({3.F, 4.F})},
                           {"bn_conv1/beta", torch::tensor({5.F, 6.F})},
                           {"bn_conv1/moving_mean", torch::tensor({10.F, 20.F})},
                           {"bn_conv1/moving_variance", torch::tensor({7.F, 8.F})}});
  const UnitWeights weights = keras_resnet_unit(arrays, "stem");
  EXPECT_TRUE(arrays.missing().empty());
  EXPECT_TRUE(is_close(weights.mean, torch::tensor({9.F, 18.F})));
  EXPECT_TRUE(is_close(weights.weight, torch::tensor({3.F, 4.F})));
  EXPECT_TRUE(is_close(weights.bias, torch::tensor({5.F, 6.F})));
  EXPECT_TRUE(is_close(weights.variance, torch::tensor({7.F, 8.F})));
  // Element (row 0, column 1, in 2, out 1) of the file is number ((0 * 2 + 1) * 3 + 2) * 2 + 1
  // = 11.
  EXPECT_EQ(weights.kernel.sizes(), (std::vector<int64_t>{2, 3, 1, 2}));
  EXPECT_EQ(weights.kernel[1][2][0][1].item<float>(), 11);
}

TEST(PretrainedNamesTest, FoldedMobileNetUnitsKeepScaleAndShift) {
  const std::string root = "FeatureExtractor/MobilenetV2/";
  PretrainedArrays arrays(
      {{root + "expanded_conv/depthwise/depthwise_weights",
        torch::arange(18, torch::kFloat32).view({3, 3, 2, 1})},
       {root + "expanded_conv/depthwise/BatchNorm/batchnorm/mul", torch::tensor({2.F, 3.F})},
       {root + "expanded_conv/depthwise/BatchNorm/batchnorm/sub", torch::tensor({4.F, 5.F})},
       {root + "expanded_conv_16/project/Conv2D/merged_input", torch::ones({1, 1, 4, 2})},
       {root + "expanded_conv_16/project/BatchNorm/batchnorm/sub", torch::tensor({6.F, 7.F})}});
  const UnitWeights depthwise = ssd_mobilenet_unit(arrays, "blocks.0.depthwise", 0.25);
  EXPECT_EQ(depthwise.kernel.sizes(), (std::vector<int64_t>{2, 1, 3, 3}));
  EXPECT_EQ(depthwise.kernel[1][0][2][0].item<float>(), (2 * 3 + 0) * 2 + 1);
  EXPECT_TRUE(is_close(depthwise.weight, torch::tensor({2.F, 3.F})));
  EXPECT_TRUE(is_close(depthwise.bias, torch::tensor({4.F, 5.F})));
  const UnitWeights project = ssd_mobilenet_unit(arrays, "blocks.16.project", 0.25);
  EXPECT_TRUE(is_close(project.weight, torch::ones({2})));
  EXPECT_TRUE(is_close(project.bias, torch::tensor({6.F, 7.F})));
  EXPECT_TRUE(is_close(project.mean, torch::zeros({2})));
  EXPECT_TRUE(is_close(project.variance, torch::full({2}, 0.75)));  // plus epsilon is 1
  EXPECT_TRUE(arrays.missing().empty());
  ssd_mobilenet_unit(arrays, "stem", 0.25);
  ssd_mobilenet_unit(arrays, "last", 0.25);
  EXPECT_THAT(arrays.missing(), ::testing::IsSupersetOf({root + "Conv/Conv2D/merged_input",
                                                         root + "Conv_1/BatchNorm/batchnorm/sub"}));
}

}  // namespace
}  // namespace hoi
