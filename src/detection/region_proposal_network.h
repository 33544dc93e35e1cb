#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>

#include "base/option_fields.h"
#include "detection/anchor_generator.h"
#include "vision/feature_pyramid.h"
#include "vision/ground_truth.h"
#include "vision/image_batch.h"

namespace hoi {

struct RegionProposalOptions {
  double anchor_scale = 8;                           ///< anchor side = scale * stride
  std::vector<double> anchor_ratios{0.5, 1.0, 2.0};  ///< height / width
  AnchorConvention anchor_convention = AnchorConvention::kCentred;
  int64_t anchors_per_image = 256;  ///< sampled for the loss
  double positive_fraction = 0.5;   ///< of the sampled anchors, at most
  double positive_iou = 0.7;
  double negative_iou = 0.3;
  double nms_iou = 0.7;
  double min_size = 1;             ///< pixels; proposals with a shorter side pool nothing but noise
  int64_t train_proposals = 2000;  ///< per level before NMS, per level after, and per image
  int64_t test_proposals = 1000;   ///< likewise

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("anchor_scale", anchor_scale);
    fields.value("anchor_ratios", anchor_ratios);
    fields.choice(
        "anchor_convention", anchor_convention,
        {{"centred", AnchorConvention::kCentred}, {"torchvision", AnchorConvention::kTorchvision}});
    fields.value("anchors_per_image", anchors_per_image);
    fields.value("positive_fraction", positive_fraction);
    fields.value("positive_iou", positive_iou);
    fields.value("negative_iou", negative_iou);
    fields.value("nms_iou", nms_iou);
    fields.value("min_size", min_size);
    fields.value("train_proposals", train_proposals);
    fields.value("test_proposals", test_proposals);
  }
};

/// Raw output over all anchors of all levels, concatenated finest level first; within a level rows
/// run over (y, x, ratio). M anchors.
struct RegionProposalOutput {
  torch::Tensor objectness;          ///< (B, M) logits
  torch::Tensor deltas;              ///< (B, M, 4)
  torch::Tensor anchors;             ///< (M, 4)
  std::vector<int64_t> level_sizes;  ///< anchors per level, sum M
};

/// Objectness and box losses, each a scalar (spec 1.4).
struct RegionProposalLoss {
  torch::Tensor objectness;
  torch::Tensor box;
  int64_t rows = 0;  ///< anchors of the batch that both sums are divided by
};

/// RPN (spec 1.4): proposes the boxes O^0.
class RegionProposalNetworkImpl : public torch::nn::Module {
 public:
  RegionProposalNetworkImpl(const RegionProposalOptions& options, int64_t channels);

  RegionProposalOutput forward(const FeaturePyramid& image);

  /// O^0 of each image: boxes (R, 4), clipped, without gradient; best first, or in the order of
  /// their anchors and with the train counts while the module is in training mode: what samplers
  /// draw then does not depend on which of two scores is larger by rounding.
  std::vector<torch::Tensor> proposals(const RegionProposalOutput& output,
                                       const std::vector<ImageSize>& sizes) const;

  /// generators: one per image, from which its anchors are drawn.
  RegionProposalLoss loss(const RegionProposalOutput& output,
                          const std::vector<GroundTruth>& truths,
                          const std::vector<ImageSize>& sizes,
                          std::vector<torch::Generator>& generators) const;

 private:
  RegionProposalOptions options_;
  torch::nn::Conv2d shared_{nullptr}, objectness_{nullptr}, deltas_{nullptr};
};
TORCH_MODULE(RegionProposalNetwork);

}  // namespace hoi
