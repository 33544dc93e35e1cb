#include "relation/mask_averaging.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/mixed_precision.h"

namespace hoi {
namespace {

/// How much of each of `cells` cells, [c, c + 1), each of `tiles` tiles covers that begin at
/// `begin` and are `step` wide; begin, step (R, 1), in cells -> (R, cells, tiles).
torch::Tensor covered_parts(const torch::Tensor& begin, const torch::Tensor& step, int64_t cells,
                            int64_t tiles) {
  const auto cell = torch::arange(cells, begin.options()).view({1, cells, 1});
  const auto low = (begin + step * torch::arange(tiles, begin.options())).unsqueeze(1);
  const auto high = low + step.unsqueeze(1);  // (R, 1, tiles)
  return (torch::minimum(high, cell + 1) - torch::maximum(low, cell)).clamp_min(0);
}

torch::Tensor covered_parts(const torch::Tensor& mask_boxes, const torch::Tensor& boxes,
                            int64_t axis, int64_t cells, int64_t tiles) {
  const auto begin = boxes.slice(1, axis, axis + 1);
  const auto cell = (boxes.slice(1, axis + 2, axis + 3) - begin).clamp_min(1e-6) / cells;
  const auto mask_begin = mask_boxes.slice(1, axis, axis + 1);
  const auto mask_extent = (mask_boxes.slice(1, axis + 2, axis + 3) - mask_begin).clamp_min(0);
  return covered_parts((mask_begin - begin) / cell, mask_extent / cell / tiles, cells, tiles);
}

}  // namespace

torch::Tensor average_masks(const torch::Tensor& masks, const torch::Tensor& mask_boxes,
                            const torch::Tensor& boxes, int64_t size) {
  TORCH_CHECK(masks.dim() == 3 && masks.size(1) == masks.size(2) && mask_boxes.dim() == 2 &&
                  mask_boxes.size(0) == masks.size(0) && boxes.sizes() == mask_boxes.sizes(),
              "average_masks: masks of shape ", masks.sizes(), ", their boxes ", mask_boxes.sizes(),
              " and boxes ", boxes.sizes(), ", expected (R, S, S), (R, 4) and (R, 4)");
  const PrecisionScope exact(Precision::kFloat32, masks.device());
  const int64_t tiles = masks.size(1);
  const auto rows = covered_parts(mask_boxes, boxes, 1, size, tiles).to(masks.dtype());
  const auto columns = covered_parts(mask_boxes, boxes, 0, size, tiles).to(masks.dtype());
  return rows.matmul(masks).matmul(columns.transpose(1, 2));
}

torch::Tensor average_masks(const torch::Tensor& masks, int64_t size) {
  TORCH_CHECK(masks.dim() == 3 && masks.size(1) == masks.size(2), "average_masks: masks of shape ",
              masks.sizes(), ", expected (R, S, S)");
  const PrecisionScope exact(Precision::kFloat32, masks.device());
  const int64_t tiles = masks.size(1);
  const auto begin = torch::zeros({1, 1}, masks.options());
  const auto step =
      torch::full({1, 1}, static_cast<double>(size) / static_cast<double>(tiles), masks.options());
  const auto parts = covered_parts(begin, step, size, tiles);  // (1, size, S)
  return parts.matmul(masks).matmul(parts.transpose(1, 2));
}

}  // namespace hoi
