#include "model/imported_conventions.h"

#include <functional>

#include "support/errors.h"

namespace hoi {
namespace {

const BackboneKind kR50 = BackboneKind::kResNet50;

TEST(ImportConventions, AreThoseOfEachProjectsReleases) {
  const auto torchvision = conventions_of(WeightLayout::kTorchvisionDetector, kR50, "");
  EXPECT_EQ(torchvision.pixels.color_order, "rgb");
  EXPECT_EQ(torchvision.pixels.mean[0], 123.675);
  EXPECT_EQ(torchvision.pixels.deviation[2], 57.375);
  EXPECT_FALSE(torchvision.stride_in_1x1);
  EXPECT_EQ(torchvision.roi, RoiConvention::kLegacy);
  EXPECT_EQ(torchvision.anchors, AnchorConvention::kTorchvision);

  const auto detectron2 = conventions_of(WeightLayout::kDetectron2, kR50, "");
  EXPECT_EQ(detectron2.pixels.color_order, "bgr");
  EXPECT_EQ(detectron2.pixels.mean[0], 103.53);
  EXPECT_EQ(detectron2.pixels.deviation[0], 1);
  EXPECT_TRUE(detectron2.stride_in_1x1);
  EXPECT_EQ(detectron2.roi, RoiConvention::kAligned);
  EXPECT_EQ(detectron2.anchors, AnchorConvention::kCentred);
  const auto resnext =
      conventions_of(WeightLayout::kDetectron2, BackboneKind::kResNeXt101_64x4d, "");
  EXPECT_EQ(resnext.pixels.deviation[0], 57.375);
  EXPECT_FALSE(resnext.stride_in_1x1);
}

TEST(ImportConventions, AConfigurationOfMmdetectionOverrides) {
  const auto standard = conventions_of(WeightLayout::kMmdetection, kR50, "");
  EXPECT_EQ(standard.pixels.color_order, "rgb");
  EXPECT_FALSE(standard.stride_in_1x1);
  EXPECT_EQ(standard.roi, RoiConvention::kAligned);
  const auto caffe = conventions_of(
      WeightLayout::kMmdetection, kR50,
      "model = dict(backbone=dict(style='caffe'))\nimg_norm_cfg = dict(\n    mean=[103.53, 116.28, "
      "123.675], std=[1.0, 1, 1e0], to_rgb=False)\nroi = dict(aligned=False)");
  EXPECT_EQ(caffe.pixels.color_order, "bgr");
  EXPECT_EQ(caffe.pixels.mean[2], 123.675);
  EXPECT_EQ(caffe.pixels.deviation[2], 1);
  EXPECT_TRUE(caffe.stride_in_1x1);
  EXPECT_EQ(caffe.roi, RoiConvention::kLegacy);
  for (const char* odd : {"mean=[", "mean=[1, 2", "mean=[a, b, c]", "std=[1,,"}) {
    EXPECT_EQ(conventions_of(WeightLayout::kMmdetection, kR50, odd).pixels.mean[0], 123.675);
  }
}

std::string conventions_error(WeightLayout layout,
                              const std::function<void(CascadeOptions&)>& change) {
  CascadeOptions options;
  const ImportConventions conventions = conventions_of(layout, options.backbone.kind, "");
  options.backbone.stride_in_1x1 = conventions.stride_in_1x1;
  options.roi_convention = conventions.roi;
  options.proposals.anchor_convention = conventions.anchors;
  check_conventions(conventions, layout, options, "file");
  change(options);
  return input_error_of([&] { check_conventions(conventions, layout, options, "file"); });
}

TEST(ImportConventions, ErrorsNameTheKeyAndItsValue) {
  const auto torchvision = WeightLayout::kTorchvisionDetector;
  const auto expect = [](const std::string& text, const std::string& setting) {
    EXPECT_THAT(text, ::testing::HasSubstr("network." + setting + ";"));
  };
  expect(conventions_error(torchvision, [](auto& o) { o.backbone.stride_in_1x1 = true; }),
         "backbone.stride_in_1x1 = false");
  expect(conventions_error(WeightLayout::kDetectron2,
                           [](auto& o) { o.backbone.stride_in_1x1 = false; }),
         "backbone.stride_in_1x1 = true");
  expect(conventions_error(torchvision, [](auto& o) { o.backbone.pad_right_bottom = true; }),
         "backbone.pad_right_bottom = false");
  expect(conventions_error(torchvision, [](auto& o) { o.backbone.batch_norm_epsilon = 1e-3; }),
         "backbone.batch_norm_epsilon = 1e-05");
  expect(
      conventions_error(torchvision, [](auto& o) { o.roi_convention = RoiConvention::kAligned; }),
      "roi_convention = \"legacy\"");
  expect(
      conventions_error(
          torchvision, [](auto& o) { o.proposals.anchor_convention = AnchorConvention::kCentred; }),
      "proposals.anchor_convention = \"torchvision\"");
  expect(conventions_error(
             WeightLayout::kMmdetection,
             [](auto& o) { o.proposals.anchor_convention = AnchorConvention::kTorchvision; }),
         "proposals.anchor_convention = \"centred\"");
  expect(conventions_error(torchvision, [](auto& o) { o.proposals.anchor_scale = 4; }),
         "proposals.anchor_scale = 8");
  expect(conventions_error(torchvision,
                           [](auto& o) {
                             o.proposals.anchor_ratios = {2, 1, 0.5};
                           }),
         "proposals.anchor_ratios = [0.5, 1.0, 2.0]");
  expect(conventions_error(torchvision, [](auto& o) { o.localization.resolution = 14; }),
         "localization.resolution = 7");
}

TEST(ImportConventions, ATrunkSaysNothingAboutTheRest) {
  CascadeOptions options;
  options.proposals.anchor_scale = 4;
  options.roi_convention = RoiConvention::kAligned;
  const auto layout = WeightLayout::kTorchvisionTrunk;
  check_conventions(conventions_of(layout, kR50, ""), layout, options, "file");
  options.backbone.batch_norm_epsilon = 0;
  check_conventions(conventions_of(layout, kR50, ""), layout, options, "file");
}

}  // namespace
}  // namespace hoi
