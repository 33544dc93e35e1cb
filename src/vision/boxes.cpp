#include "vision/boxes.h"

#include <ATen/Parallel.h>

#include "vision/box_overlap.h"

namespace hoi {
namespace {

void check_boxes(const torch::Tensor& boxes, const char* where) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, where, ": boxes are ", boxes.sizes(),
              "; expected (R, 4)");
}

torch::Tensor low_corner(const torch::Tensor& boxes) { return boxes.narrow(-1, 0, 2); }
torch::Tensor high_corner(const torch::Tensor& boxes) { return boxes.narrow(-1, 2, 2); }
torch::Tensor sizes_of(const torch::Tensor& boxes) {
  return high_corner(boxes) - low_corner(boxes);
}

torch::Tensor box_iou_composite(const torch::Tensor& a, const torch::Tensor& b) {
  const auto rows = a.unsqueeze(1), columns = b.unsqueeze(0);
  const auto low = torch::maximum(low_corner(rows), low_corner(columns));
  const auto high = torch::minimum(high_corner(rows), high_corner(columns));
  const auto intersection = (high - low).clamp_min(0).prod(2);  // (R, S)
  const auto total = box_area(a).unsqueeze(1) + box_area(b).unsqueeze(0) - intersection;
  return torch::where(total > 0, intersection / total, torch::zeros_like(intersection));
}

/// Without the (R, S) temporaries of the composite form, which cost far more than the arithmetic
/// when a quarter of a million anchors meet the annotated boxes.
torch::Tensor box_iou_kernel(const torch::Tensor& a, const torch::Tensor& b) {
  const auto rows = a.contiguous(), columns = b.contiguous();
  const int64_t count = rows.size(0), width = columns.size(0);
  BoxColumns boxes;
  boxes.reserve(width);
  for (int64_t s = 0; s < width; ++s) boxes.push_back(columns.data_ptr<float>() + 4 * s);

  auto result = torch::empty({count, width}, rows.options());
  const float* const row_data = rows.data_ptr<float>();
  float* const result_data = result.data_ptr<float>();
  constexpr int64_t kGrain = 1 << 15;  // pairs below which a second thread is not worth waking
  at::parallel_for(0, count, kGrain / (width + 1) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) boxes.overlaps(row_data + 4 * r, result_data + r * width);
  });
  return result;
}

}  // namespace

torch::Tensor box_area(const torch::Tensor& boxes) {
  check_boxes(boxes, "box_area");
  const auto sizes = sizes_of(boxes).clamp_min(0);
  return sizes.select(1, 0) * sizes.select(1, 1);
}

torch::Tensor box_iou(const torch::Tensor& a, const torch::Tensor& b) {
  check_boxes(a, "box_iou");
  check_boxes(b, "box_iou");
  const auto is_plain = [](const torch::Tensor& t) {
    return t.device().is_cpu() && t.scalar_type() == torch::kFloat32 &&
           !(t.requires_grad() && torch::GradMode::is_enabled());
  };
  return is_plain(a) && is_plain(b) ? box_iou_kernel(a, b) : box_iou_composite(a, b);
}

torch::Tensor union_boxes(const torch::Tensor& a, const torch::Tensor& b) {
  check_boxes(a, "union_boxes");
  check_boxes(b, "union_boxes");
  TORCH_CHECK(a.size(0) == b.size(0), "union_boxes: ", a.size(0), " and ", b.size(0),
              " boxes; expected pairs, row by row");
  return torch::cat({torch::minimum(low_corner(a), low_corner(b)),
                     torch::maximum(high_corner(a), high_corner(b))},
                    1);
}

torch::Tensor clip_boxes(const torch::Tensor& boxes, const ImageSize& size) {
  check_boxes(boxes, "clip_boxes");
  const auto clip = [&](int64_t column, int64_t limit) {
    return boxes.select(1, column).clamp(0, static_cast<double>(limit));
  };
  return torch::stack(
      {clip(0, size.width), clip(1, size.height), clip(2, size.width), clip(3, size.height)}, 1);
}

torch::Tensor is_large_enough(const torch::Tensor& boxes, double min_size) {
  check_boxes(boxes, "is_large_enough");
  return (sizes_of(boxes) >= min_size).all(1);
}

}  // namespace hoi
