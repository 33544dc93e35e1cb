#include "vision/nms.h"

#include <tuple>
#include <unordered_map>
#include <vector>

#include <ATen/Parallel.h>

#include "vision/box_overlap.h"
#include "vision/device_copy.h"
#ifdef HOI_CUDA
#include "vision/cuda/cuda_operators.h"
#endif

namespace hoi {
namespace {

void check_nms_inputs(const torch::Tensor& boxes, const torch::Tensor& scores,
                      double iou_threshold) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "nms: boxes are ", boxes.sizes(),
              "; expected (R, 4)");
  TORCH_CHECK(scores.dim() == 1 && scores.size(0) == boxes.size(0), "nms: ", boxes.size(0),
              " boxes but scores are ", scores.sizes(), "; one score per box");
  TORCH_CHECK(iou_threshold >= 0 && iou_threshold <= 1, "nms: iou_threshold is ", iou_threshold,
              "; expected a value in [0, 1]");
}

}  // namespace

torch::Tensor nms(const torch::Tensor& boxes, const torch::Tensor& scores, double iou_threshold) {
  return class_wise_nms(boxes, scores, torch::zeros_like(scores, torch::kInt64), iou_threshold);
}

torch::Tensor class_wise_nms(const torch::Tensor& boxes, const torch::Tensor& scores,
                             const torch::Tensor& labels, double iou_threshold) {
  check_nms_inputs(boxes, scores, iou_threshold);
  TORCH_CHECK(labels.sizes() == scores.sizes(), "nms: scores are ", scores.sizes(),
              " but labels are ", labels.sizes(), "; one label per box");
#ifdef HOI_CUDA
  if (nms_fits_cuda(boxes)) return class_wise_nms_cuda(boxes, scores, labels, iou_threshold);
#endif
  // Greedy suppression is a chain of decisions: of torch operators it would be a chain of launches.
  const auto order = std::get<1>(torch::sort(scores.detach().cpu(), /*stable=*/true, /*dim=*/0,
                                             /*descending=*/true));
  const auto box_holder = boxes.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  const auto label_holder = labels.to(torch::kCPU, torch::kInt64).contiguous();
  const float* const box_data = box_holder.data_ptr<float>();
  const int64_t* const label_data = label_holder.data_ptr<int64_t>();
  const int64_t* const order_data = order.data_ptr<int64_t>();

  const auto threshold = static_cast<float>(iou_threshold);
  std::unordered_map<int64_t, BoxColumns> kept_of_label;
  std::vector<int64_t> kept;
  for (int64_t rank = 0; rank < order.size(0); ++rank) {
    const int64_t row = order_data[rank];
    BoxColumns& rivals = kept_of_label[label_data[row]];
    if (rivals.any_overlaps(box_data + 4 * row, threshold)) continue;
    rivals.push_back(box_data + 4 * row);
    kept.push_back(row);
  }
  return copied_to(torch::tensor(kept, torch::kInt64), boxes.device());
}

}  // namespace hoi
