#include "model/merge_detections.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/boxes.h"
#include "vision/nms.h"

namespace hoi {
namespace {

constexpr double kSmallestSide = 0.01;  // pixels of the network frame

}  // namespace

RefinedProposals join_stages(const std::vector<RefinedProposals>& stages, StageMerge merge) {
  TORCH_CHECK(!stages.empty(), "join_stages: no stages");
  if (merge == StageMerge::kAverage) {
    torch::Tensor logits = stages[0].class_logits;
    for (std::size_t t = 1; t < stages.size(); ++t) logits = logits + stages[t].class_logits;
    return {stages.back().boxes, stages.back().parent_boxes,
            logits / static_cast<double>(stages.size())};
  }
  std::vector<torch::Tensor> boxes, parent_boxes, logits;
  for (const auto& stage : stages) {
    boxes.push_back(stage.boxes);
    parent_boxes.push_back(stage.parent_boxes);
    logits.push_back(stage.class_logits);
  }
  return {torch::cat(boxes), torch::cat(parent_boxes), torch::cat(logits)};
}

Regions merge_detections(const RefinedProposals& proposals, const DetectionOptions& options) {
  const auto probabilities = proposals.class_logits.softmax(1);
  const auto foreground = probabilities.slice(1, 1);  // (R, K)
  // Clipping can leave a box beside the image without area: no place for an object.
  const auto has_area = is_large_enough(proposals.boxes, kSmallestSide).unsqueeze(1);
  const auto candidates =
      (foreground >= options.min_score).logical_and(has_area).nonzero();  // (M, 2): row, class
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
