#include "detection/iou_matcher.h"

#include <ATen/Functions.h>

#include "vision/boxes.h"

namespace hoi {

Matches match_by_iou(const torch::Tensor& iou, const IouMatcherOptions& options) {
  TORCH_CHECK(iou.dim() == 2, "match_by_iou: IoU of shape ", iou.sizes(), ", expected (R, G)");
  const auto index_type = iou.options().dtype(torch::kInt64);
  if (iou.numel() == 0) {
    return {torch::zeros({iou.size(0)}, index_type),
            torch::full({iou.size(0)}, int64_t{kNegativeMatch}, index_type)};
  }
  auto [best, gt_index] = iou.max(1);
  auto label = torch::full({iou.size(0)}, int64_t{kIgnoredMatch}, index_type);
  label.masked_fill_(best < options.negative_iou, int64_t{kNegativeMatch});
  label.masked_fill_(best >= options.positive_iou, int64_t{kPositiveMatch});
  if (options.best_region_iou <= 1) {
    const auto best_of_gt = std::get<0>(iou.max(0, /*keepdim=*/true));  // (1, G)
    const auto attains_best =
        (iou == best_of_gt).logical_and_(best_of_gt >= options.best_region_iou);
    const auto [claim, claimed_gt] = iou.masked_fill(attains_best.logical_not(), -1).max(1);
    const auto is_claimed = claim >= 0;
    gt_index = torch::where(is_claimed, claimed_gt, gt_index);
    label.masked_fill_(is_claimed, int64_t{kPositiveMatch});
  }
  return {gt_index, label};
}

torch::Tensor is_in_crowd(const torch::Tensor& boxes, const torch::Tensor& crowd) {
  if (!crowd.defined() || crowd.size(0) == 0 || boxes.size(0) == 0) {
    return torch::zeros({boxes.size(0)}, boxes.options().dtype(torch::kBool));
  }
  const auto a = boxes.unsqueeze(1);
  const auto b = crowd.unsqueeze(0);
  const auto top_left = torch::maximum(a.slice(2, 0, 2), b.slice(2, 0, 2));
  const auto bottom_right = torch::minimum(a.slice(2, 2, 4), b.slice(2, 2, 4));
  const auto shared = (bottom_right - top_left).clamp_min_(0).prod(2);  // (R, M)
  const auto area = box_area(boxes).unsqueeze(1);
  return (shared >= 0.5 * area).logical_and_(area > 0).any(1);
}

}  // namespace hoi
