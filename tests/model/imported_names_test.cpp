#include "model/imported_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;

constexpr WeightLayout kTorchvision = WeightLayout::kTorchvisionDetector;
constexpr WeightLayout kD2 = WeightLayout::kDetectron2;
constexpr WeightLayout kMmdet = WeightLayout::kMmdetection;

std::vector<std::string> sources_of(WeightLayout layout, const std::string& target) {
  const auto rule = import_rule(layout, target, 1e-5);
  return rule ? rule->sources : std::vector<std::string>{"(none)"};
}

Adaptation adaptation_of(WeightLayout layout, const std::string& target) {
  return import_rule(layout, target, 1e-5).value().adaptation;
}

// The names on the right were read off the files of each project.
TEST(ImportRule, NamesTheUnitsOfATrunk) {
  const std::string stem = "backbone.stem.conv.weight", norm = "backbone.stem.norm.running_var",
                    spatial = "backbone.layer3.5.spatial.conv.weight",
                    shift = "backbone.layer4.0.expand.norm.bias",
                    shortcut = "backbone.layer1.0.shortcut.conv.weight",
                    shortcut_norm = "backbone.layer1.0.shortcut.norm.weight";
  EXPECT_THAT(sources_of(kTorchvision, stem), ElementsAre("backbone.body.conv1.weight"));
  EXPECT_THAT(sources_of(kTorchvision, norm), ElementsAre("backbone.body.bn1.running_var"));
  EXPECT_THAT(sources_of(kTorchvision, spatial),
              ElementsAre("backbone.body.layer3.5.conv2.weight"));
  EXPECT_THAT(sources_of(kTorchvision, shift), ElementsAre("backbone.body.layer4.0.bn3.bias"));
  EXPECT_THAT(sources_of(kTorchvision, shortcut),
              ElementsAre("backbone.body.layer1.0.downsample.0.weight"));
  EXPECT_THAT(sources_of(kTorchvision, shortcut_norm),
              ElementsAre("backbone.body.layer1.0.downsample.1.weight"));
  EXPECT_THAT(sources_of(WeightLayout::kTorchvisionTrunk, spatial),
              ElementsAre("layer3.5.conv2.weight"));
  EXPECT_THAT(sources_of(kMmdet, shift), ElementsAre("backbone.layer4.0.bn3.bias"));

  EXPECT_THAT(sources_of(kD2, stem), ElementsAre("backbone.bottom_up.stem.conv1.weight"));
  EXPECT_THAT(sources_of(kD2, norm), ElementsAre("backbone.bottom_up.stem.conv1.norm.running_var"));
  EXPECT_THAT(sources_of(kD2, spatial), ElementsAre("backbone.bottom_up.res4.5.conv2.weight"));
  EXPECT_THAT(sources_of(kD2, shift), ElementsAre("backbone.bottom_up.res5.0.conv3.norm.bias"));
  EXPECT_THAT(sources_of(kD2, shortcut), ElementsAre("backbone.bottom_up.res2.0.shortcut.weight"));
  EXPECT_THAT(sources_of(kD2, shortcut_norm),
              ElementsAre("backbone.bottom_up.res2.0.shortcut.norm.weight"));
}

TEST(ImportRule, NormsOfDetectronAreAScaleAndAShift) {
  const auto caffe2 = WeightLayout::kCaffe2Trunk;
  EXPECT_THAT(sources_of(caffe2, "backbone.stem.conv.weight"), ElementsAre("conv1_w"));
  EXPECT_THAT(sources_of(caffe2, "backbone.stem.norm.weight"), ElementsAre("res_conv1_bn_s"));
  EXPECT_THAT(sources_of(caffe2, "backbone.stem.norm.bias"), ElementsAre("res_conv1_bn_b"));
  EXPECT_THAT(sources_of(caffe2, "backbone.layer1.2.expand.conv.weight"),
              ElementsAre("res2_2_branch2c_w"));
  EXPECT_THAT(sources_of(caffe2, "backbone.layer3.22.spatial.norm.bias"),
              ElementsAre("res4_22_branch2b_bn_b"));
  EXPECT_THAT(sources_of(caffe2, "backbone.layer2.0.shortcut.norm.weight"),
              ElementsAre("res3_0_branch1_bn_s"));
  EXPECT_EQ(import_rule(caffe2, "backbone.layer2.0.shortcut.norm.running_mean", 0.25)->constant, 0);
  EXPECT_EQ(import_rule(caffe2, "backbone.stem.norm.running_var", 0.25)->constant, 0.75);
  EXPECT_FALSE(import_rule(caffe2, "pyramid.laterals.0.weight", 1e-5));
}

TEST(ImportRule, NamesThePartsOfTorchvisionInBothSpellings) {
  const auto of = [](const std::string& target) { return sources_of(kTorchvision, target); };
  EXPECT_THAT(of("pyramid.laterals.2.weight"), ElementsAre("backbone.fpn.inner_blocks.2.0.weight",
                                                           "backbone.fpn.inner_blocks.2.weight"));
  EXPECT_THAT(of("pyramid.outputs.0.bias"), ElementsAre("backbone.fpn.layer_blocks.0.0.bias",
                                                        "backbone.fpn.layer_blocks.0.bias"));
  EXPECT_THAT(of("proposals.shared.weight"),
              ElementsAre("rpn.head.conv.0.0.weight", "rpn.head.conv.weight"));
  EXPECT_THAT(of("proposals.objectness.bias"), ElementsAre("rpn.head.cls_logits.bias"));
  EXPECT_THAT(of("proposals.deltas.bias"), ElementsAre("rpn.head.bbox_pred.bias"));
  EXPECT_THAT(of("localization1.head.hidden1.weight"),
              ElementsAre("roi_heads.box_head.fc6.weight"));
  EXPECT_THAT(of("localization1.head.classes.bias"),
              ElementsAre("roi_heads.box_predictor.cls_score.bias"));
  EXPECT_THAT(
      of("segmentation1.convolution1.weight"),
      ElementsAre("roi_heads.mask_head.0.0.weight", "roi_heads.mask_head.mask_fcn1.weight"));
  EXPECT_THAT(of("segmentation1.upsample.weight"),
              ElementsAre("roi_heads.mask_predictor.conv5_mask.weight"));
  EXPECT_THAT(of("segmentation1.predict.bias"),
              ElementsAre("roi_heads.mask_predictor.mask_fcn_logits.bias"));
  EXPECT_THAT(of("localization2.head.hidden1.weight"), ElementsAre("(none)"));
  EXPECT_THAT(of("segmentation1.flow.weight"), ElementsAre("(none)"));
  EXPECT_EQ(adaptation_of(kTorchvision, "localization1.head.classes.bias"), Adaptation::kNone);
  EXPECT_EQ(adaptation_of(kTorchvision, "proposals.deltas.bias"), Adaptation::kNone);
}

TEST(ImportRule, NamesThePartsOfDetectron2) {
  const auto of = [](const std::string& target) { return sources_of(kD2, target); };
  EXPECT_THAT(of("pyramid.laterals.0.weight"), ElementsAre("backbone.fpn_lateral2.weight"));
  EXPECT_THAT(of("pyramid.outputs.3.bias"), ElementsAre("backbone.fpn_output5.bias"));
  EXPECT_THAT(of("proposals.shared.bias"), ElementsAre("proposal_generator.rpn_head.conv.bias"));
  EXPECT_THAT(of("proposals.objectness.bias"),
              ElementsAre("proposal_generator.rpn_head.objectness_logits.bias"));
  EXPECT_THAT(of("localization1.head.hidden2.weight"),
              ElementsAre("roi_heads.box_head.0.fc2.weight", "roi_heads.box_head.fc2.weight"));
  EXPECT_THAT(of("localization3.head.deltas.bias"),
              ElementsAre("roi_heads.box_predictor.2.bbox_pred.bias"));
  EXPECT_THAT(of("segmentation1.convolution4.weight"),
              ElementsAre("roi_heads.mask_head.mask_fcn4.weight"));
  EXPECT_THAT(of("segmentation1.upsample.bias"), ElementsAre("roi_heads.mask_head.deconv.bias"));
  EXPECT_THAT(of("segmentation2.upsample.bias"), ElementsAre("(none)"));
  EXPECT_EQ(adaptation_of(kD2, "proposals.deltas.bias"), Adaptation::kAnchorCentres);
  EXPECT_EQ(adaptation_of(kD2, "localization1.head.classes.bias"), Adaptation::kBackgroundFirst);
  EXPECT_EQ(adaptation_of(kD2, "localization3.head.deltas.bias"), Adaptation::kStageDeviations);
  EXPECT_EQ(adaptation_of(kD2, "segmentation1.predict.weight"), Adaptation::kBackgroundAdded);
}

TEST(ImportRule, NamesThePartsOfMmdetection) {
  const auto of = [](const std::string& target) { return sources_of(kMmdet, target); };
  EXPECT_THAT(of("pyramid.laterals.0.weight"), ElementsAre("neck.lateral_convs.0.conv.weight"));
  EXPECT_THAT(of("pyramid.outputs.3.bias"), ElementsAre("neck.fpn_convs.3.conv.bias"));
  EXPECT_THAT(of("proposals.shared.bias"), ElementsAre("rpn_head.rpn_conv.bias"));
  EXPECT_THAT(of("proposals.objectness.bias"), ElementsAre("rpn_head.rpn_cls.bias"));
  EXPECT_THAT(of("proposals.deltas.bias"), ElementsAre("rpn_head.rpn_reg.bias"));
  EXPECT_THAT(of("localization1.head.hidden1.weight"),
              ElementsAre("roi_head.bbox_head.0.shared_fcs.0.weight",
                          "roi_head.bbox_head.shared_fcs.0.weight"));
  EXPECT_THAT(of("localization2.head.classes.bias"),
              ElementsAre("roi_head.bbox_head.1.fc_cls.bias"));
  EXPECT_THAT(of("localization2.head.deltas.bias"),
              ElementsAre("roi_head.bbox_head.1.fc_reg.bias"));
  EXPECT_THAT(of("segmentation3.convolution2.weight"),
              ElementsAre("roi_head.mask_head.2.convs.1.conv.weight"));
  EXPECT_THAT(of("segmentation2.flow.weight"),
              ElementsAre("roi_head.mask_head.1.conv_res.conv.weight"));
  EXPECT_THAT(of("segmentation2.predict.bias"),
              ElementsAre("roi_head.mask_head.1.conv_logits.bias"));
  EXPECT_EQ(adaptation_of(kMmdet, "localization3.head.deltas.bias"), Adaptation::kNone);
  EXPECT_EQ(adaptation_of(kMmdet, "localization3.head.classes.bias"), Adaptation::kBackgroundFirst);
}

TEST(ImportRule, OtherPartsHaveNoCounterpart) {
  for (const auto layout : {kTorchvision, kD2, kMmdet, WeightLayout::kTorchvisionTrunk}) {
    for (const std::string target :
         {"recognition1.ranking.weight", "semantic.convolution1.weight", "backbone.stem.weight",
          "backbone.blocks.3.expand.conv.weight", "pyramid.laterals.weight", "localization.head",
          "segmentation1.other.weight", "x", ""}) {
      EXPECT_FALSE(import_rule(layout, target, 1e-5)) << target;
    }
  }
}

}  // namespace
}  // namespace hoi
