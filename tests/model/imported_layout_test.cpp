#include "model/imported_layout.h"

#include "support/errors.h"

namespace hoi {
namespace {

TEST(ImportedLayout, IsRecognisedByNames) {
  const auto layout_of = [](const std::string& name) { return recognise_layout({"x", name}, "f"); };
  EXPECT_EQ(layout_of("backbone.body.conv1.weight"), WeightLayout::kTorchvisionDetector);
  EXPECT_EQ(layout_of("layer1.0.conv1.weight"), WeightLayout::kTorchvisionTrunk);
  EXPECT_EQ(layout_of("backbone.bottom_up.stem.conv1.weight"), WeightLayout::kDetectron2);
  EXPECT_EQ(layout_of("res2_0_branch2a_w"), WeightLayout::kCaffe2Trunk);
  EXPECT_EQ(layout_of("backbone.conv1.weight"), WeightLayout::kMmdetection);
  EXPECT_EQ(layout_of("conv1/kernel"), WeightLayout::kKerasResNet50);
  EXPECT_EQ(layout_of("FeatureExtractor/MobilenetV2/Conv/Conv2D/merged_input"),
            WeightLayout::kSsdMobileNetV2);
}

TEST(ImportedLayout, OldAndUnknownFilesAreRefused) {
  EXPECT_THAT(input_error_of([] {
                recognise_layout({"backbone.conv1.weight", "bbox_head.0.fc_cls.weight"}, "f");
              }),
              ::testing::HasSubstr("mmdetection 1.x"));
  const std::string text = input_error_of([] { recognise_layout({"a", "b", "c"}, "file"); });
  EXPECT_THAT(text, ::testing::HasSubstr("file: 3 arrays of unknown names ('a', 'b', ...)"));
  input_error_of([] { recognise_layout({}, "file"); });
}

TEST(ImportedLayout, TrunksAreNoDetectors) {
  EXPECT_TRUE(is_detector(WeightLayout::kTorchvisionDetector));
  EXPECT_TRUE(is_detector(WeightLayout::kDetectron2));
  EXPECT_TRUE(is_detector(WeightLayout::kMmdetection));
  EXPECT_FALSE(is_detector(WeightLayout::kTorchvisionTrunk));
  EXPECT_FALSE(is_detector(WeightLayout::kCaffe2Trunk));
  EXPECT_EQ(weight_layout_name(WeightLayout::kMmdetection), "mmdetection detector");
  EXPECT_EQ(trunk_layer_prefix(WeightLayout::kTorchvisionDetector), "backbone.body.layer");
  EXPECT_EQ(trunk_layer_prefix(WeightLayout::kTorchvisionTrunk), "layer");
  EXPECT_EQ(trunk_layer_prefix(WeightLayout::kDetectron2), "backbone.bottom_up.res");
  EXPECT_EQ(trunk_layer_prefix(WeightLayout::kMmdetection), "backbone.layer");
  EXPECT_EQ(trunk_layer_prefix(WeightLayout::kCaffe2Trunk), "res");
}

}  // namespace
}  // namespace hoi
