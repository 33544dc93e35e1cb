#pragma once

#include <torch/types.h>

#include "vision/image_batch.h"

namespace hoi {

// Boxes are (R, 4) float tensors x1, y1, x2, y2 in continuous coordinates (docs/conventions.md).
// Every function takes R = 0.

/// Areas (R,), 0 for an empty box.
torch::Tensor box_area(const torch::Tensor& boxes);

/// Intersection over union of every pair: a (R, 4), b (S, 4) -> (R, S) in [0, 1].
torch::Tensor box_iou(const torch::Tensor& a, const torch::Tensor& b);

/// Tight boxes around row-wise pairs: a (P, 4), b (P, 4) -> (P, 4).
torch::Tensor union_boxes(const torch::Tensor& a, const torch::Tensor& b);

/// Boxes clipped to [0, width] x [0, height].
torch::Tensor clip_boxes(const torch::Tensor& boxes, const ImageSize& size);

/// Rows whose width and height are both at least `min_size` pixels: (R,) bool.
torch::Tensor is_large_enough(const torch::Tensor& boxes, double min_size);

}  // namespace hoi
