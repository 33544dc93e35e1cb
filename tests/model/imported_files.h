#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "model/tensor_file.h"
#include "support/small_cascade.h"
#include "support/temporary_folder.h"

namespace hoi {

/// The options of a small network that weights of other programs fit, in torchvision's conventions.
inline CascadeOptions imported_options(int64_t stages, bool with_masks = false) {
  CascadeOptions options = small_cascade_options(stages);
  options.backbone.normalization = Normalization::kFrozenBatch;
  options.proposals.anchor_scale = 8;
  options.proposals.anchor_convention = AnchorConvention::kTorchvision;
  options.roi_convention = RoiConvention::kLegacy;
  options.segmentation.enabled = with_masks;
  options.segmentation.channels = 16;
  return options;
}

/// The same for weights of detectron2 (stride_in_1x1) and mmdetection (not).
inline CascadeOptions aligned_options(int64_t stages, bool stride_in_1x1, bool with_masks = false) {
  CascadeOptions options = imported_options(stages, with_masks);
  options.backbone.stride_in_1x1 = stride_in_1x1;
  options.proposals.anchor_convention = AnchorConvention::kCentred;
  options.roi_convention = RoiConvention::kAligned;
  return options;
}

inline HoiCascade fresh_cascade(const CascadeOptions& options) {
  torch::manual_seed(3);
  return HoiCascade(options, small_vocabulary(), small_prior());
}

/// Random weights of that network under the names of other programs, in a safetensors file.
class ImportedFile {
 public:
  void add(const std::string& name, const std::vector<int64_t>& shape) {
    arrays_[name] = torch::rand(shape) + 0.5;
  }
  /// Weight and bias.
  void add_layer(const std::string& name, const std::vector<int64_t>& shape) {
    add(name + ".weight", shape);
    add(name + ".bias", {shape[0]});
  }
  void add_norm(const std::string& name, int64_t channels) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
      add(name + part, {channels});
    }
  }

  /// ResNetSmall with torchvision's names behind `prefix`.
  void add_torchvision_trunk(const std::string& prefix) {
    add(prefix + "conv1.weight", {16, 3, 7, 7});
    add_norm(prefix + "bn1", 16);
    int64_t in = 16;
    for (int64_t layer = 1; layer <= 4; ++layer) {
      const int64_t out = int64_t{16} << (layer - 1);
      const std::string block = prefix + "layer" + std::to_string(layer) + ".0.";
      add(block + "conv1.weight", {out, in, 3, 3});
      add_norm(block + "bn1", out);
      add(block + "conv2.weight", {out, out, 3, 3});
      add_norm(block + "bn2", out);
      if (layer > 1) {
        add(block + "downsample.0.weight", {out, in, 1, 1});
        add_norm(block + "downsample.1", out);
      }
      in = out;
    }
  }

  /// Mask R-CNN of torchvision with `classes` classes, background included.
  static ImportedFile torchvision(int64_t classes) {
    ImportedFile file;
    file.add_torchvision_trunk("backbone.body.");
    for (int64_t i = 0; i < 4; ++i) {
      const std::string number = std::to_string(i) + ".0";
      file.add_layer("backbone.fpn.inner_blocks." + number, {16, int64_t{16} << i, 1, 1});
      file.add_layer("backbone.fpn.layer_blocks." + number, {16, 16, 3, 3});
      file.add_layer("roi_heads.mask_head." + number, {16, 16, 3, 3});
    }
    file.add_layer("rpn.head.conv.0.0", {16, 16, 3, 3});
    file.add_layer("rpn.head.cls_logits", {3, 16, 1, 1});
    file.add_layer("rpn.head.bbox_pred", {12, 16, 1, 1});
    file.add_layer("roi_heads.box_head.fc6", {24, 16 * 49});
    file.add_layer("roi_heads.box_head.fc7", {24, 24});
    file.add_layer("roi_heads.box_predictor.cls_score", {classes, 24});
    file.add_layer("roi_heads.box_predictor.bbox_pred", {4 * classes, 24});
    file.add_layer("roi_heads.mask_predictor.conv5_mask", {16, 16, 2, 2});
    file.add_layer("roi_heads.mask_predictor.mask_fcn_logits", {classes, 16, 1, 1});
    return file;
  }

  /// Cascade Mask R-CNN of mmdetection with three stages and mask heads joined as in HTC.
  static ImportedFile mmdetection(int64_t objects) {
    ImportedFile file;
    file.add_torchvision_trunk("backbone.");
    for (int64_t i = 0; i < 4; ++i) {
      const std::string number = std::to_string(i);
      file.add_layer("neck.lateral_convs." + number + ".conv", {16, int64_t{16} << i, 1, 1});
      file.add_layer("neck.fpn_convs." + number + ".conv", {16, 16, 3, 3});
    }
    file.add_layer("rpn_head.rpn_conv", {16, 16, 3, 3});
    file.add_layer("rpn_head.rpn_cls", {3, 16, 1, 1});
    file.add_layer("rpn_head.rpn_reg", {12, 16, 1, 1});
    for (int64_t t = 0; t < 3; ++t) {
      const std::string box = "roi_head.bbox_head." + std::to_string(t) + ".";
      file.add_layer(box + "shared_fcs.0", {24, 16 * 49});
      file.add_layer(box + "shared_fcs.1", {24, 24});
      file.add_layer(box + "fc_cls", {objects + 1, 24});
      file.add_layer(box + "fc_reg", {4, 24});
      const std::string mask = "roi_head.mask_head." + std::to_string(t) + ".";
      for (int64_t i = 0; i < 4; ++i) {
        file.add_layer(mask + "convs." + std::to_string(i) + ".conv", {16, 16, 3, 3});
      }
      if (t > 0) file.add_layer(mask + "conv_res.conv", {16, 16, 1, 1});
      file.add_layer(mask + "upsample", {16, 16, 2, 2});
      file.add_layer(mask + "conv_logits", {objects, 16, 1, 1});
    }
    return file;
  }

  /// The same of detectron2, whose mask head is one.
  static ImportedFile detectron2(int64_t objects) {
    ImportedFile file;
    const std::string trunk = "backbone.bottom_up.";
    const auto add_unit = [&](const std::string& name, const std::vector<int64_t>& shape) {
      file.add(trunk + name + ".weight", shape);
      file.add_norm(trunk + name + ".norm", shape[0]);
    };
    add_unit("stem.conv1", {16, 3, 7, 7});
    for (int64_t layer = 1; layer <= 4; ++layer) {
      const int64_t out = int64_t{16} << (layer - 1), in = layer == 1 ? 16 : out / 2;
      const std::string block = "res" + std::to_string(layer + 1) + ".0.";
      add_unit(block + "conv1", {out, in, 3, 3});
      add_unit(block + "conv2", {out, out, 3, 3});
      if (layer > 1) add_unit(block + "shortcut", {out, in, 1, 1});
      const std::string level = std::to_string(layer + 1);
      file.add_layer("backbone.fpn_lateral" + level, {16, out, 1, 1});
      file.add_layer("backbone.fpn_output" + level, {16, 16, 3, 3});
      file.add_layer("roi_heads.mask_head.mask_fcn" + std::to_string(layer), {16, 16, 3, 3});
    }
    file.add_layer("proposal_generator.rpn_head.conv", {16, 16, 3, 3});
    file.add_layer("proposal_generator.rpn_head.objectness_logits", {3, 16, 1, 1});
    file.add_layer("proposal_generator.rpn_head.anchor_deltas", {12, 16, 1, 1});
    for (int64_t t = 0; t < 3; ++t) {
      const std::string stage = "." + std::to_string(t) + ".";
      file.add_layer("roi_heads.box_head" + stage + "fc1", {24, 16 * 49});
      file.add_layer("roi_heads.box_head" + stage + "fc2", {24, 24});
      file.add_layer("roi_heads.box_predictor" + stage + "cls_score", {objects + 1, 24});
      file.add_layer("roi_heads.box_predictor" + stage + "bbox_pred", {4, 24});
    }
    file.add_layer("roi_heads.mask_head.deconv", {16, 16, 2, 2});
    file.add_layer("roi_heads.mask_head.predictor", {objects, 16, 1, 1});
    return file;
  }

  torch::Tensor& operator[](const std::string& name) { return arrays_[name]; }
  const torch::Tensor& at(const std::string& name) const { return arrays_.at(name); }
  void remove(const std::string& name) { arrays_.erase(name); }
  std::size_t size() const { return arrays_.size(); }

  std::filesystem::path write(const TemporaryFolder& folder, const std::string& prefix = "") const {
    NamedTensors tensors;
    for (const auto& [name, array] : arrays_) tensors.emplace_back(prefix + name, array);
    return folder.write("weights.safetensors", encode_tensors(tensors, {}));
  }

 private:
  std::map<std::string, torch::Tensor> arrays_;
};

}  // namespace hoi
