#include <array>
#include <filesystem>
#include <memory>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/safetensors.h"
#include "model/formula_weights.h"
#include "model/hoi_cascade.h"
#include "model/tensor_file.h"
#include "support/tensors.h"

namespace hoi {
namespace {

// The same network as torchvision's Mask R-CNN R50-FPN, filled by the same formula, must give the
// same tensors. tools/parity/torchvision_golden.py writes the golden file.

constexpr double kParityTolerance = 1e-4;
/// Of coordinates in pixels, whose last digit is 1.5e-5 from 128 on and which a chain of boxes
/// adds.
constexpr double kPixelTolerance = 5e-4;
constexpr int64_t kObjects = 8;
constexpr int64_t kProposals = 40;
const ImageSize kPadded{160, 192}, kValid{150, 185};

/// torchvision's name of one of our parameters or buffers. A recognition stage has none.
std::string torchvision_name(std::string name) {
  static const std::vector<std::pair<std::regex, std::string>> rules = [] {
    const std::pair<const char*, const char*> texts[] = {
        {"^backbone\\.stem\\.conv", "backbone.body.conv1"},
        {"^backbone\\.stem\\.norm", "backbone.body.bn1"},
        {"^backbone\\.layer", "backbone.body.layer"},
        {"reduce\\.conv", "conv1"},
        {"reduce\\.norm", "bn1"},
        {"spatial\\.conv", "conv2"},
        {"spatial\\.norm", "bn2"},
        {"expand\\.conv", "conv3"},
        {"expand\\.norm", "bn3"},
        {"shortcut\\.conv", "downsample.0"},
        {"shortcut\\.norm", "downsample.1"},
        {"^pyramid\\.laterals\\.(\\d)", "backbone.fpn.inner_blocks.$1.0"},
        {"^pyramid\\.outputs\\.(\\d)", "backbone.fpn.layer_blocks.$1.0"},
        {"^proposals\\.shared", "rpn.head.conv.0.0"},
        {"^proposals\\.objectness", "rpn.head.cls_logits"},
        {"^proposals\\.deltas", "rpn.head.bbox_pred"},
        {"^localization1\\.head\\.hidden1", "roi_heads.box_head.fc6"},
        {"^localization1\\.head\\.hidden2", "roi_heads.box_head.fc7"},
        {"^localization1\\.head\\.classes", "roi_heads.box_predictor.cls_score"},
        {"^localization1\\.head\\.deltas", "roi_heads.box_predictor.bbox_pred"},
        {"^segmentation1\\.convolution1", "roi_heads.mask_head.0.0"},
        {"^segmentation1\\.convolution2", "roi_heads.mask_head.1.0"},
        {"^segmentation1\\.convolution3", "roi_heads.mask_head.2.0"},
        {"^segmentation1\\.convolution4", "roi_heads.mask_head.3.0"},
        {"^segmentation1\\.upsample", "roi_heads.mask_predictor.conv5_mask"},
        {"^segmentation1\\.predict", "roi_heads.mask_predictor.mask_fcn_logits"}};
    std::vector<std::pair<std::regex, std::string>> compiled;
    for (const auto& [pattern, replacement] : texts) compiled.emplace_back(pattern, replacement);
    return compiled;
  }();
  for (const auto& [pattern, replacement] : rules) {
    name = std::regex_replace(name, pattern, replacement);
  }
  return name;
}

/// One stage in torchvision's conventions, with as little of a recognition stage as possible.
CascadeOptions torchvision_options() {
  CascadeOptions options;
  options.stages = 1;
  options.roi_convention = RoiConvention::kLegacy;
  options.proposals.anchor_convention = AnchorConvention::kTorchvision;
  options.proposals.min_size = 1e-3;
  options.proposals.test_proposals = kProposals;
  options.detection = {0.05, 0.5, 100};
  options.segmentation.enabled = true;
  options.relation.resolution = 1;
  options.relation.visual_features = 1;
  options.relation.geometric_channels = 2;
  options.relation.geometric_features = 1;
  options.relation.face_hidden_features = 1;
  return options;
}

class TorchvisionParity : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    golden_ = std::make_unique<SafetensorsFile>(
        SafetensorsFile::read(std::filesystem::path(HOI_SOURCE_DIR) / "tests" / "model" / "golden" /
                              "torchvision_mask_rcnn.safetensors"));
    const std::string salt = golden_->metadata().at("salt");
    Vocabulary vocabulary{{"person"}, {"hold"}, 0, false};
    while (vocabulary.objects.size() < kObjects) {
      vocabulary.objects.push_back("object " + std::to_string(vocabulary.objects.size()));
    }
    network_ = HoiCascade(torchvision_options(), vocabulary, torch::zeros({kObjects, 1}));
    network_->eval();
    for (const auto& [name, tensor] : state_of(*network_)) {
      if (name.rfind("recognition", 0) == 0) continue;
      fill_by_formula(tensor, torchvision_name(name), salt);
    }
    batch_ = {formula_image(kPadded, kValid, salt), {kValid}};
    torch::NoGradGuard no_gradient;
    maps_ = network_->backbone().forward(batch_.pixels);
    pyramid_ = part<FeaturePyramidNetwork>("pyramid")->forward(maps_);
  }

  static void TearDownTestSuite() {
    golden_.reset();
    network_ = nullptr;
    maps_.clear();
    pyramid_ = {};
    batch_ = {};
  }

  template <class Holder>
  static typename Holder::ContainedType* part(const std::string& name) {
    return network_->named_children()[name]->template as<Holder>();
  }

  static torch::Tensor golden(const std::string& name) {
    const TensorRecord* record = golden_->find(name);
    TORCH_CHECK(record != nullptr, "the golden file has no ", name);
    return to_tensor(*record);
  }

  /// Shape, samples and means of a tensor that the golden file does not hold whole.
  static void expect_golden(const torch::Tensor& actual, const std::string& name) {
    SCOPED_TRACE(name);
    const auto shape = golden(name + "/shape");
    ASSERT_TRUE(is_close(torch::tensor(actual.sizes().vec()), shape, 0));
    const auto flat = actual.reshape(-1);
    constexpr int64_t kSamples = 2000;  // as in tools/parity/golden_file.py
    const int64_t count = flat.size(0);
    const int64_t stride = count <= kSamples ? 1 : ((count + kSamples - 1) / kSamples | 1);
    EXPECT_TRUE(
        is_close(flat.slice(0, 0, count, stride), golden(name + "/samples"), kParityTolerance));
    const auto wide = flat.to(torch::kFloat64);
    EXPECT_TRUE(is_close(torch::stack({wide.mean(), wide.abs().mean()}), golden(name + "/means"),
                         kParityTolerance));
  }

  static torch::Tensor first_image(const torch::Tensor& boxes) {
    return torch::zeros({boxes.size(0)}, torch::kInt64);
  }

  static RoiPooler pooler(int64_t resolution) {
    return RoiPooler({resolution, resolution, 2, RoiConvention::kLegacy});
  }

  torch::NoGradGuard no_gradient_;
  static inline std::unique_ptr<SafetensorsFile> golden_;
  static inline HoiCascade network_{nullptr};
  static inline ImageBatch batch_;
  static inline std::vector<torch::Tensor> maps_;
  static inline FeaturePyramid pyramid_;
};

TEST_F(TorchvisionParity, TrunkAndPyramidGiveTheSameMaps) {
  for (std::size_t i = 0; i < maps_.size(); ++i) {
    expect_golden(maps_[i], "c" + std::to_string(i + 2));
  }
  for (std::size_t i = 0; i < pyramid_.levels.size(); ++i) {
    expect_golden(pyramid_.levels[i], "p" + std::to_string(i + 2));
  }
}

TEST_F(TorchvisionParity, ProposalNetworkGivesTheSameLogitsDeltasAndAnchors) {
  const auto output = part<RegionProposalNetwork>("proposals")->forward(pyramid_);
  expect_golden(output.anchors, "anchors");
  expect_golden(output.objectness[0], "objectness");
  expect_golden(output.deltas[0], "rpn_deltas");
}

TEST_F(TorchvisionParity, TheSameProposalsSurviveInTheSameOrder) {
  auto* network = part<RegionProposalNetwork>("proposals");
  const auto proposals = network->proposals(network->forward(pyramid_), batch_.sizes)[0];
  ASSERT_EQ(proposals.size(0), kProposals);
  EXPECT_TRUE(is_close(proposals, golden("proposals"), kPixelTolerance));
}

TEST_F(TorchvisionParity, RegionsOfAllSizesPoolTheSameFeatures) {
  const auto boxes = golden("probes");
  const auto levels = pooler(7).level_of(boxes);
  for (int64_t level = 0; level < 4; ++level) {
    EXPECT_TRUE((levels == level).any().item<bool>()) << "level " << level;
  }
  expect_golden(pooler(7)(pyramid_, boxes, first_image(boxes)), "probe_features");
  expect_golden(pooler(14)(pyramid_, boxes, first_image(boxes)), "probe_mask_features");
}

TEST_F(TorchvisionParity, TheBoxHeadGivesTheSameLogitsAndDeltas) {
  auto* stage = part<LocalizationStage>("localization1");
  const std::vector<std::array<std::string, 3>> cases{{"proposals", "class_logits", "deltas"},
                                                      {"probes", "probe_logits", "probe_deltas"}};
  for (const auto& [boxes, logits, deltas] : cases) {
    const auto rows = golden(boxes);
    const auto output = stage->forward(pyramid_, rows, first_image(rows), batch_.sizes);
    expect_golden(output.class_logits, logits);
    expect_golden(output.deltas, deltas);
  }
}

TEST_F(TorchvisionParity, TheMaskHeadGivesTheSameLogits) {
  const int64_t count = golden("mask_logits/shape")[0].item<int64_t>();  // the best detections
  const auto boxes = golden("boxes").slice(0, 0, count);
  const auto labels = golden("labels").slice(0, 0, count);
  auto* head = part<MaskHead>("segmentation1");
  const auto feature = head->feature(pooler(14)(pyramid_, boxes, first_image(boxes)), {});
  // Their labels count the background as class 0, as our channels do.
  expect_golden(head->logits(feature, labels), "mask_logits");
}

TEST_F(TorchvisionParity, TheWholeNetworkFindsTheSameDetectionsAndMasks) {
  PredictionOptions options;
  options.detection = network_->options().detection;
  options.masks = true;
  options.scoring = Scoring::kPrior;  // its recognition stage has no counterpart
  const auto found = network_->predict(batch_, {torch::zeros({0, 5})}, options)[0];
  EXPECT_TRUE(is_close(found.regions.boxes, golden("boxes"), kPixelTolerance));
  EXPECT_TRUE(is_close(found.regions.scores, golden("scores"), kParityTolerance));
  EXPECT_TRUE(is_close(found.regions.labels + 1, golden("labels"), 0));
  expect_golden(found.masks, "masks");
}

}  // namespace
}  // namespace hoi
