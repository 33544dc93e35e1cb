#pragma once

#include <torch/types.h>

namespace hoi {

/// Which ground-truth box each region belongs to; R rows.
struct Matches {
  torch::Tensor gt_index;  ///< (R,) int64 row of the ground truth; 0 where nothing matches
  torch::Tensor label;     ///< (R,) int64: one of MatchLabel
};

enum MatchLabel : int64_t { kIgnoredMatch = -1, kNegativeMatch = 0, kPositiveMatch = 1 };

struct IouMatcherOptions {
  double positive_iou = 0.5;  ///< best IoU from which a region is positive
  double negative_iou = 0.5;  ///< best IoU below which it is negative; ignored in between
  /// Also positive: every region that attains the best IoU of some ground-truth box, from this IoU
  /// on; it then belongs to that box. Above 1 the rule is off.
  double best_region_iou = 2;
};

/// Assigns regions to ground truth by overlap (spec 1.4, 1.7). iou: (R, G) of vision/boxes.h; G may
/// be 0, which makes every region negative.
Matches match_by_iou(const torch::Tensor& iou, const IouMatcherOptions& options);

/// Regions that lie mostly in one of `crowd` (M, 4): at least half of their area inside it -> (R,)
/// bool. Nobody says what is in there, so they are neither positive nor negative. M may be 0 and
/// `crowd` undefined.
torch::Tensor is_in_crowd(const torch::Tensor& boxes, const torch::Tensor& crowd);

}  // namespace hoi
