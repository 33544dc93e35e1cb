#include "vision/box_masks.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/mixed_precision.h"

namespace hoi {
namespace {

/// Weights of the S tiles of a mask along one axis at the `size` tile centres of a box along the
/// same axis: (R, size, S).
torch::Tensor sampling_weights(const torch::Tensor& mask_boxes, const torch::Tensor& boxes,
                               int64_t axis, int64_t size, int64_t tiles) {
  const auto mask_begin = mask_boxes.slice(1, axis, axis + 1);  // (R, 1)
  const auto mask_extent = mask_boxes.slice(1, axis + 2, axis + 3) - mask_begin;
  const auto begin = boxes.slice(1, axis, axis + 1);
  const auto extent = boxes.slice(1, axis + 2, axis + 3) - begin;
  const auto centre =
      begin + extent * ((torch::arange(size, boxes.options()) + 0.5) / size);      // (R, size)
  const auto place = (centre - mask_begin) / mask_extent.clamp_min(1e-6) * tiles;  // [0, S] inside
  const auto inside = centre.ge(mask_begin)
                          .logical_and(centre.le(mask_begin + mask_extent))
                          .logical_and(mask_extent.gt(0));
  const auto index = (place - 0.5).clamp(0, static_cast<double>(tiles - 1));  // in tile centres
  const auto distance = (index.unsqueeze(2) - torch::arange(tiles, boxes.options())).abs();
  return (1 - distance).clamp_min(0) * inside.unsqueeze(2).to(boxes.dtype());
}

}  // namespace

torch::Tensor resample_masks(const torch::Tensor& masks, const torch::Tensor& mask_boxes,
                             const torch::Tensor& boxes, int64_t size) {
  TORCH_CHECK(masks.dim() == 3 && masks.size(1) == masks.size(2) && mask_boxes.dim() == 2 &&
                  mask_boxes.size(0) == masks.size(0) && boxes.sizes() == mask_boxes.sizes(),
              "resample_masks: masks of shape ", masks.sizes(), ", their boxes ",
              mask_boxes.sizes(), " and boxes ", boxes.sizes(),
              ", expected (R, S, S), (R, 4) and (R, 4)");
  const PrecisionScope exact(Precision::kFloat32, masks.device());  // masks are targets, too
  const int64_t tiles = masks.size(1);
  const auto rows = sampling_weights(mask_boxes, boxes, 1, size, tiles).to(masks.dtype());
  const auto columns = sampling_weights(mask_boxes, boxes, 0, size, tiles).to(masks.dtype());
  return rows.matmul(masks).matmul(columns.transpose(1, 2));
}

}  // namespace hoi
