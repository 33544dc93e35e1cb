#include "model/merge_detections.h"

#include <ATen/Functions.h>

#include "vision/nms.h"

namespace hoi {

Regions merge_detections(const RefinedProposals& proposals, const DetectionOptions& options) {
  const auto probabilities = proposals.class_logits.softmax(1);
  const auto foreground = probabilities.slice(1, 1);                    // (R, K)
  const auto candidates = (foreground >= options.min_score).nonzero();  // (M, 2): row, class
  const auto rows = candidates.select(1, 0);
  const auto labels = candidates.select(1, 1);
  const auto scores = foreground.index({rows, labels});
  const auto boxes = proposals.boxes.index_select(0, rows);

  auto keep = class_wise_nms(boxes, scores, labels, options.nms_iou);
  keep = keep.slice(0, 0, options.max_detections);
  const auto kept_rows = rows.index_select(0, keep);
  return {boxes.index_select(0, keep), proposals.parent_boxes.index_select(0, kept_rows),
          labels.index_select(0, keep), scores.index_select(0, keep)};
}

}  // namespace hoi
