#include "detection/mask_loss.h"

#include <algorithm>

#include <ATen/Functions.h>
#include <torch/utils.h>

#include "vision/box_masks.h"

namespace hoi {

MaskExamples mask_examples(const SampledRegions& sample, const GroundTruth& truth) {
  torch::NoGradGuard no_gradient;
  MaskExamples examples;
  if (!truth.masks.defined() || truth.boxes.size(0) == 0) {
    examples.boxes = sample.boxes.slice(0, 0, 0);
    examples.channels = truth.labels.slice(0, 0, 0);
    examples.targets = torch::zeros({0, kMaskSize, kMaskSize}, sample.boxes.options());
    return examples;
  }
  const auto has_mask = truth.has_mask.index_select(
      0, torch::where(sample.is_positive, sample.gt_index, torch::zeros_like(sample.gt_index)));
  const auto rows = sample.is_positive.logical_and(has_mask).nonzero().squeeze(1);
  const auto gt = sample.gt_index.index_select(0, rows);
  examples.boxes = sample.boxes.index_select(0, rows);
  examples.channels = truth.labels.index_select(0, gt) + 1;
  // Two samples per tile and axis, so that the half that counts is measured.
  const auto seen = resample_masks(truth.masks.index_select(0, gt), truth.boxes.index_select(0, gt),
                                   examples.boxes, 2 * kMaskSize);
  examples.targets = torch::avg_pool2d(seen.unsqueeze(1), 2).squeeze(1).ge(0.5).to(seen.dtype());
  return examples;
}

torch::Tensor mask_loss(const torch::Tensor& logits, const torch::Tensor& targets) {
  const auto sum =
      torch::binary_cross_entropy_with_logits(logits, targets, {}, {}, at::Reduction::Sum);
  return sum / static_cast<double>(std::max<int64_t>(logits.numel(), 1));
}

}  // namespace hoi
