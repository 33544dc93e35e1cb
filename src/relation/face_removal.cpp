#include "relation/face_removal.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

namespace hoi {
namespace {

/// Covered part of the cells along one axis: begin/end of humans and faces, (h,) each
/// -> (h, resolution).
torch::Tensor axis_coverage(const torch::Tensor& humans, const torch::Tensor& faces, int64_t axis,
                            int64_t resolution) {
  const auto begin = humans.slice(1, axis, axis + 1);
  const auto cell = (humans.slice(1, axis + 2, axis + 3) - begin).clamp_min(1e-6) / resolution;
  const auto start = begin + cell * torch::arange(resolution, humans.options());  // (h, resolution)
  const auto overlap = torch::minimum(start + cell, faces.slice(1, axis + 2, axis + 3)) -
                       torch::maximum(start, faces.slice(1, axis, axis + 1));
  return (overlap / cell).clamp(0, 1);
}

}  // namespace

torch::Tensor face_coverage(const torch::Tensor& humans, const torch::Tensor& faces,
                            int64_t resolution) {
  TORCH_CHECK(humans.sizes() == faces.sizes() && humans.dim() == 2 && humans.size(1) == 4,
              "face_coverage: humans of shape ", humans.sizes(), " and faces of shape ",
              faces.sizes(), ", expected (h, 4) both");
  const auto columns = axis_coverage(humans, faces, 0, resolution);
  const auto rows = axis_coverage(humans, faces, 1, resolution);
  return rows.unsqueeze(2) * columns.unsqueeze(1);
}

torch::Tensor remove_faces(const torch::Tensor& human, const torch::Tensor& human_boxes,
                           const torch::Tensor& face_boxes) {
  TORCH_CHECK(
      human.dim() == 4 && human.size(2) == human.size(3) && human.size(0) == human_boxes.size(0),
      "remove_faces: features of shape ", human.sizes(), " for ", human_boxes.size(0),
      " boxes, expected a square grid per box");
  const auto coverage = face_coverage(human_boxes, face_boxes, human.size(2));
  return human * (1 - coverage).unsqueeze(1).to(human.dtype());
}

}  // namespace hoi
