#include "relation/face_assignment.h"

#include <limits>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/boxes.h"

namespace hoi {
namespace {

constexpr double kMinInside = 0.6;  // part of a face's area
constexpr double kSamePersonIou = 0.5;

/// Column c of boxes (n, 4) as (n, 1), to compare with a row (1, m).
torch::Tensor column(const torch::Tensor& boxes, int64_t c) { return boxes.slice(1, c, c + 1); }

struct FaceGeometry {
  torch::Tensor x1, y1, x2, y2;      // (1, F)
  torch::Tensor center_x, center_y;  // (1, F)
};

FaceGeometry face_geometry(const torch::Tensor& faces) {
  FaceGeometry face;
  const auto rows = faces.transpose(0, 1);
  face.x1 = rows.slice(0, 0, 1);
  face.y1 = rows.slice(0, 1, 2);
  face.x2 = rows.slice(0, 2, 3);
  face.y2 = rows.slice(0, 3, 4);
  face.center_x = (face.x1 + face.x2) / 2;
  face.center_y = (face.y1 + face.y2) / 2;
  return face;
}

/// (h, F) bool.
torch::Tensor contains_face(const torch::Tensor& humans, const FaceGeometry& face) {
  const auto width =
      (torch::minimum(column(humans, 2), face.x2) - torch::maximum(column(humans, 0), face.x1))
          .clamp_min(0);
  const auto height =
      (torch::minimum(column(humans, 3), face.y2) - torch::maximum(column(humans, 1), face.y1))
          .clamp_min(0);
  const auto area = (face.x2 - face.x1) * (face.y2 - face.y1);
  // 60 % of an interval always hold its middle, so the centre needs no test of its own.
  return (width * height).ge(kMinInside * area).logical_and(area.gt(0));
}

/// contained (h, F) -> (h, F) bool: the face is inside a smaller box of somebody else. Boxes of
/// other images need no test: they contain no face of this one.
torch::Tensor belongs_to_other(const torch::Tensor& humans, const torch::Tensor& contained) {
  const auto area = box_area(humans);
  const auto is_smaller = area.unsqueeze(0).lt(area.unsqueeze(1));  // (h, other)
  const auto is_other = box_iou(humans, humans).lt(kSamePersonIou);
  const auto is_rival = is_smaller.logical_and(is_other).to(humans.dtype());
  return is_rival.matmul(contained.to(humans.dtype())).gt(0);
}

}  // namespace

torch::Tensor assign_faces(const torch::Tensor& humans, const torch::Tensor& human_image,
                           const torch::Tensor& faces, const torch::Tensor& face_image) {
  TORCH_CHECK(humans.dim() == 2 && humans.size(1) == 4 && faces.dim() == 2 && faces.size(1) == 5,
              "assign_faces: humans of shape ", humans.sizes(), " and faces of shape ",
              faces.sizes(), ", expected (h, 4) and (F, 5)");
  TORCH_CHECK(human_image.sizes() == humans.sizes().slice(0, 1) &&
                  face_image.sizes() == faces.sizes().slice(0, 1),
              "assign_faces: images of shape ", human_image.sizes(), " and ", face_image.sizes(),
              " for ", humans.size(0), " humans and ", faces.size(0), " faces");
  const auto index_options = humans.options().dtype(torch::kInt64);
  if (humans.size(0) == 0 || faces.size(0) == 0) {
    return torch::full({humans.size(0)}, -1, index_options);
  }
  const auto face = face_geometry(faces);
  const auto is_in_image = human_image.unsqueeze(1).eq(face_image.unsqueeze(0));
  const auto contained = contains_face(humans, face).logical_and(is_in_image);
  const auto is_open = contained.logical_and(belongs_to_other(humans, contained).logical_not());

  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto score = faces.select(1, 4).unsqueeze(0).masked_fill(is_open.logical_not(), -kInfinity);
  const auto is_best = score.eq(score.amax(1, /*keepdim=*/true)).logical_and(is_open);
  const auto across = face.center_x - (column(humans, 0) + column(humans, 2)) / 2;
  const auto down = face.center_y - column(humans, 1);
  const auto distance =
      (across.square() + down.square()).masked_fill(is_best.logical_not(), kInfinity);
  return torch::where(is_open.any(1), distance.argmin(1), torch::full({}, -1, index_options));
}

}  // namespace hoi
