#pragma once

#include <torch/types.h>

namespace hoi {

/// How much of each cell of a human's RoI grid its face covers (spec 2.8): cell (r, c) is the tile
/// of 1/resolution x 1/resolution of the human box.
///
/// humans, faces (h, 4), row by row; a face of no extent covers nothing
/// -> (h, resolution, resolution) in [0, 1].
torch::Tensor face_coverage(const torch::Tensor& humans, const torch::Tensor& faces,
                            int64_t resolution);

/// F_bar of spec 2.8: the human feature with its face cells faded by their coverage.
///
///   F_bar = H (1 - coverage)
///
/// human (h, C, resolution, resolution), pooled from `human_boxes` (h, 4); face_boxes (h, 4).
torch::Tensor remove_faces(const torch::Tensor& human, const torch::Tensor& human_boxes,
                           const torch::Tensor& face_boxes);

}  // namespace hoi
