#include "detection/localization_stage.h"

#include <stdexcept>
#include <string>

#include <ATen/Functions.h>
#include <torch/utils.h>

#include "detection/balanced_sampler.h"
#include "detection/detection_loss.h"
#include "detection/iou_matcher.h"
#include "detection/semantic_branch.h"
#include "vision/box_codec.h"
#include "vision/boxes.h"
#include "vision/device_copy.h"

namespace hoi {
namespace {

constexpr double kRegionBeta = 1;  // of the smooth-L1 loss

/// Boxes clipped to the image each belongs to.
torch::Tensor clip_to_images(const torch::Tensor& boxes, const torch::Tensor& image_index,
                             const std::vector<ImageSize>& sizes) {
  std::vector<float> limits;
  for (const ImageSize& size : sizes) {
    const auto width = static_cast<float>(size.width);
    const auto height = static_cast<float>(size.height);
    limits.insert(limits.end(), {width, height, width, height});
  }
  const auto per_image =
      copied_to(torch::tensor(limits, torch::kFloat32).view({-1, 4}), boxes.options());
  return torch::minimum(boxes.clamp_min(0), per_image.index_select(0, image_index));
}

}  // namespace

LocalizationStageOptions default_localization_stage(int64_t t) {
  switch (t) {
    case 1:
      return {0.5, {.1, .1, .2, .2}};
    case 2:
      return {0.6, {.05, .05, .1, .1}};
    case 3:
      return {0.7, {.033, .033, .067, .067}};
    case 4:
      return {0.75, {.025, .025, .05, .05}};
    case 5:
      return {0.8, {.02, .02, .04, .04}};
    default:
      throw std::out_of_range("default_localization_stage: stage " + std::to_string(t) +
                              ", expected 1 to 5");
  }
}

LocalizationStageImpl::LocalizationStageImpl(const BoxHeadOptions& head,
                                             const LocalizationStageOptions& options,
                                             const RoiAlignOptions& align)
    : options_(options), pooler_(align) {
  TORCH_CHECK(align.height == head.resolution && align.width == head.resolution,
              "LocalizationStage: RoI grid ", align.height, "x", align.width,
              " for a head of resolution ", head.resolution);
  head_ = register_module("head", BoxHead(head));
}

SampledRegions LocalizationStageImpl::sample(const torch::Tensor& proposals,
                                             const GroundTruth& truth,
                                             torch::Generator& generator) const {
  torch::NoGradGuard no_gradient;
  const int64_t num_truths = truth.boxes.size(0);
  const auto boxes = torch::cat({truth.boxes, proposals});
  const Matches matches =
      match_by_iou(box_iou(boxes, truth.boxes), {options_.iou_threshold, options_.iou_threshold});
  auto is_ignored = is_in_crowd(boxes, truth.crowd_boxes);
  is_ignored.slice(0, 0, num_truths).fill_(false);  // an annotated object is one, crowd or not
  const auto label = matches.label.masked_fill(is_ignored, int64_t{kIgnoredMatch});
  const BalancedSample sample =
      sample_balanced(label, options_.regions_per_image, options_.positive_fraction, generator);
  const auto rows = torch::cat({sample.positives, sample.negatives});
  return {boxes.index_select(0, rows), matches.gt_index.index_select(0, rows),
          label.index_select(0, rows) == int64_t{kPositiveMatch}, rows < num_truths};
}

LocalizationOutput LocalizationStageImpl::forward(const FeaturePyramid& image,
                                                  const torch::Tensor& boxes,
                                                  const torch::Tensor& image_index,
                                                  const std::vector<ImageSize>& sizes) {
  auto regions = pooler_(image, boxes, image_index);  // Y^t
  if (image.semantic.defined()) {
    regions = regions + semantic_regions(image, boxes, image_index, pooler_.align().height);
  }
  const BoxHeadOutput head = head_->forward(regions);  // o^t
  const auto refined = BoxCodec(options_.deviations).decode(boxes, head.deltas.detach());
  return {head.class_logits, head.deltas, clip_to_images(refined, image_index, sizes)};
}

LocalizationLoss LocalizationStageImpl::loss(const LocalizationOutput& output,
                                             const std::vector<SampledRegions>& samples,
                                             const std::vector<GroundTruth>& truths) const {
  TORCH_CHECK(samples.size() == truths.size(), "LocalizationStage: samples of ", samples.size(),
              " images, annotations of ", truths.size());
  const BoxCodec codec(options_.deviations);
  const auto index_type = torch::TensorOptions(output.deltas.device()).dtype(torch::kInt64);
  std::vector<torch::Tensor> rows{torch::empty({0}, index_type)};
  std::vector<torch::Tensor> positive_rows = rows, classes = rows;
  std::vector<torch::Tensor> targets{
      torch::empty({0, 4}, output.deltas.options().requires_grad(false))};
  int64_t begin = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const SampledRegions& sample = samples[i];
    const GroundTruth& truth = truths[i];
    const int64_t count = sample.boxes.size(0);
    if (truth.boxes_exhaustive) {
      const auto positive = sample.is_positive.nonzero().squeeze(1);
      const auto gt = sample.gt_index.index_select(0, positive);
      rows.push_back(torch::arange(begin, begin + count, index_type));
      classes.push_back(torch::zeros({count}, index_type)
                            .index_copy_(0, positive, truth.labels.index_select(0, gt) + 1));
      positive_rows.push_back(positive + begin);
      targets.push_back(
          codec.encode(sample.boxes.index_select(0, positive), truth.boxes.index_select(0, gt)));
    }
    begin += count;
  }
  TORCH_CHECK(begin == output.deltas.size(0), "LocalizationStage: output of ",
              output.deltas.size(0), " rows for ", begin, " sampled regions");
  const auto used = torch::cat(rows);
  return {class_loss(output.class_logits.index_select(0, used), torch::cat(classes)),
          box_loss(output.deltas.index_select(0, torch::cat(positive_rows)), torch::cat(targets),
                   kRegionBeta, used.size(0)),
          used.size(0)};
}

}  // namespace hoi
