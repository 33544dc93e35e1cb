#include "detection/region_proposal_network.h"

#include <algorithm>
#include <tuple>

#include <ATen/Functions.h>
#include <torch/nn/init.h>
#include <torch/utils.h>

#include "detection/balanced_sampler.h"
#include "detection/detection_loss.h"
#include "detection/iou_matcher.h"
#include "vision/box_codec.h"
#include "vision/boxes.h"
#include "vision/mixed_precision.h"
#include "vision/nms.h"

namespace hoi {
namespace {

constexpr double kAnchorBeta = 1.0 / 9;  // of the smooth-L1 loss

AnchorGenerator anchor_generator(const RegionProposalOptions& options) {
  return {options.anchor_scale, options.anchor_ratios, options.anchor_convention};
}

/// Anchors of one image that enter the loss, as rows of all anchors.
struct SampledAnchors {
  torch::Tensor positives;    // (P,)
  torch::Tensor negatives;    // (Q,)
  torch::Tensor positive_gt;  // (P,) rows of the ground truth
};

SampledAnchors sample_anchors(const torch::Tensor& anchors, const GroundTruth& truth,
                              const ImageSize& size, const RegionProposalOptions& options,
                              torch::Generator& generator) {
  if (!truth.boxes_exhaustive) {
    const auto none = torch::empty({0}, anchors.options().dtype(torch::kInt64));
    return {none, none, none};
  }
  const auto x1 = anchors.select(1, 0), y1 = anchors.select(1, 1);
  const auto x2 = anchors.select(1, 2), y2 = anchors.select(1, 3);
  const auto is_outside =
      (x1 < 0).logical_or_(y1 < 0).logical_or_(x2 > size.width).logical_or_(y2 > size.height);
  // Less than any overlap: no object takes an anchor beyond the border for its best one. To take
  // these rows out instead, the host would have to know how many they are.
  const auto iou = box_iou(anchors, truth.boxes).masked_fill_(is_outside.unsqueeze(1), -1);
  // The best anchors of an object count from the IoU on from which they are no background.
  const IouMatcherOptions rule{options.positive_iou, options.negative_iou, options.negative_iou};
  const Matches matches = match_by_iou(iou, rule);
  const auto is_ignored = is_in_crowd(anchors, truth.crowd_boxes).logical_or_(is_outside);
  const auto label = matches.label.masked_fill(is_ignored, int64_t{kIgnoredMatch});
  const BalancedSample sample =
      sample_balanced(label, options.anchors_per_image, options.positive_fraction, generator);
  return {sample.positives, sample.negatives, matches.gt_index.index_select(0, sample.positives)};
}

}  // namespace

RegionProposalNetworkImpl::RegionProposalNetworkImpl(const RegionProposalOptions& options,
                                                     int64_t channels)
    : options_(options) {
  const int64_t anchors = anchor_generator(options).anchors_per_cell();
  shared_ = register_module(
      "shared", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, channels, 3).padding(1)));
  objectness_ = register_module("objectness",
                                torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, anchors, 1)));
  deltas_ = register_module("deltas",
                            torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, 4 * anchors, 1)));
  for (auto* conv : {&shared_, &objectness_, &deltas_}) {
    torch::nn::init::normal_((*conv)->weight, 0, 0.01);
    torch::nn::init::zeros_((*conv)->bias);
  }
}

RegionProposalOutput RegionProposalNetworkImpl::forward(const FeaturePyramid& image) {
  const AnchorGenerator generate = anchor_generator(options_);
  std::vector<torch::Tensor> objectness, deltas, anchors;
  RegionProposalOutput output;
  // The finest stride divides the padded size, those of P6 and beyond need not.
  const auto& finest = image.levels.front();
  const ImageSize pixels{finest.size(2) * image.strides.front(),
                         finest.size(3) * image.strides.front()};
  for (std::size_t l = 0; l < image.levels.size(); ++l) {
    const auto& level = image.levels[l];
    const int64_t batch = level.size(0);
    const auto hidden = shared_->forward(level).relu_();
    // Channels are (ratio) and (ratio, coordinate); rows run over (y, x, ratio).
    objectness.push_back(objectness_->forward(hidden).permute({0, 2, 3, 1}).reshape({batch, -1}));
    deltas.push_back(deltas_->forward(hidden).permute({0, 2, 3, 1}).reshape({batch, -1, 4}));
    anchors.push_back(generate({level.size(2), level.size(3)}, pixels, image.strides[l],
                               level.options().requires_grad(false)));
    output.level_sizes.push_back(anchors.back().size(0));
  }
  output.objectness = at_least_float32(torch::cat(objectness, 1));
  output.deltas = at_least_float32(torch::cat(deltas, 1));
  output.anchors = torch::cat(anchors);
  return output;
}

std::vector<torch::Tensor> RegionProposalNetworkImpl::proposals(
    const RegionProposalOutput& output, const std::vector<ImageSize>& sizes) const {
  torch::NoGradGuard no_gradient;
  const int64_t batch = output.objectness.size(0);
  TORCH_CHECK(batch == static_cast<int64_t>(sizes.size()), "RegionProposalNetwork: ", sizes.size(),
              " image sizes for ", batch, " images");
  const int64_t limit = is_training() ? options_.train_proposals : options_.test_proposals;
  std::vector<torch::Tensor> rows_of_level, level_of_row;
  int64_t begin = 0;
  for (std::size_t l = 0; l < output.level_sizes.size(); ++l) {
    const int64_t count = std::min(limit, output.level_sizes[l]);
    const auto scores = output.objectness.slice(1, begin, begin + output.level_sizes[l]);
    rows_of_level.push_back(std::get<1>(scores.topk(count, 1)) + begin);
    level_of_row.push_back(
        torch::full({count}, static_cast<int64_t>(l), rows_of_level[0].options()));
    begin += output.level_sizes[l];
  }
  const auto rows = torch::cat(rows_of_level, 1);  // (B, k)
  const auto levels = torch::cat(level_of_row);    // (k,)
  const BoxCodec codec;

  std::vector<torch::Tensor> proposals;
  for (int64_t i = 0; i < batch; ++i) {
    const auto boxes = clip_boxes(codec.decode(output.anchors.index_select(0, rows[i]),
                                               output.deltas[i].index_select(0, rows[i])),
                                  sizes[static_cast<std::size_t>(i)]);
    const auto kept = is_large_enough(boxes, options_.min_size).nonzero().squeeze(1);
    const auto candidates = boxes.index_select(0, kept);
    const auto scores = output.objectness[i].index_select(0, rows[i].index_select(0, kept));
    // One call for all levels: suppression within each only, survivors in order of falling score.
    auto survivors =
        class_wise_nms(candidates, scores, levels.index_select(0, kept), options_.nms_iou)
            .slice(0, 0, limit);
    if (is_training()) {
      // Samplers draw rows by their place, which no tie of scores may change.
      const auto anchors = rows[i].index_select(0, kept.index_select(0, survivors));
      survivors = survivors.index_select(0, anchors.argsort());
    }
    proposals.push_back(candidates.index_select(0, survivors));
  }
  return proposals;
}

RegionProposalLoss RegionProposalNetworkImpl::loss(
    const RegionProposalOutput& output, const std::vector<GroundTruth>& truths,
    const std::vector<ImageSize>& sizes, std::vector<torch::Generator>& generators) const {
  TORCH_CHECK(truths.size() == sizes.size() && generators.size() == sizes.size() &&
                  output.objectness.size(0) == static_cast<int64_t>(sizes.size()),
              "RegionProposalNetwork: ", truths.size(), " annotations, ", sizes.size(),
              " sizes and ", generators.size(), " generators for ", output.objectness.size(0),
              " images");
  const BoxCodec codec;
  const int64_t anchors = output.anchors.size(0);
  std::vector<torch::Tensor> positives, negatives, targets;  // rows of the flattened batch
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const SampledAnchors sample =
        sample_anchors(output.anchors, truths[i], sizes[i], options_, generators[i]);
    const int64_t offset = static_cast<int64_t>(i) * anchors;
    positives.push_back(sample.positives + offset);
    negatives.push_back(sample.negatives + offset);
    if (sample.positives.size(0) > 0) {
      targets.push_back(codec.encode(output.anchors.index_select(0, sample.positives),
                                     truths[i].boxes.index_select(0, sample.positive_gt)));
    }
  }
  const auto positive = torch::cat(positives);
  const auto rows = torch::cat({positive, torch::cat(negatives)});
  auto is_object = torch::zeros({rows.size(0)}, output.objectness.options().requires_grad(false));
  is_object.slice(0, 0, positive.size(0)).fill_(1);
  const auto target =
      targets.empty() ? torch::empty({0, 4}, output.anchors.options()) : torch::cat(targets);
  return {objectness_loss(output.objectness.reshape(-1).index_select(0, rows), is_object),
          box_loss(output.deltas.reshape({-1, 4}).index_select(0, positive), target, kAnchorBeta,
                   rows.size(0)),
          rows.size(0)};
}

}  // namespace hoi
