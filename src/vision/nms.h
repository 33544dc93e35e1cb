#pragma once

#include <torch/types.h>

namespace hoi {

/// Greedy non-maximum suppression: rows of boxes (R, 4) that survive, as int64 indices in order of
/// falling score (ties: lower row first). A box is dropped when its IoU with a kept one is >
/// `iou_threshold`.
torch::Tensor nms(const torch::Tensor& boxes, const torch::Tensor& scores, double iou_threshold);

/// The same within each label only: labels (R,) int64.
torch::Tensor class_wise_nms(const torch::Tensor& boxes, const torch::Tensor& scores,
                             const torch::Tensor& labels, double iou_threshold);

}  // namespace hoi
