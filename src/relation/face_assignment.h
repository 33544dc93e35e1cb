#pragma once

#include <torch/types.h>

namespace hoi {

/// Which detected face belongs to which human box (spec 2.7).
///
/// A box contains a face when at least 60 % of its area, hence its centre too, lie inside. A face
/// is open to a human whose box contains it unless a smaller box of somebody else contains it too;
/// boxes that overlap with IoU >= 0.5 show the same person and share its face. Of the open faces
/// the one with the highest detector score is taken; ties go to the face nearest to the middle of
/// the box's upper edge.
///
/// humans (h, 4) and faces (F, 5): x1, y1, x2, y2, score, of some images; human_image (h,) and
/// face_image (F,) int64: the image of each. Nobody has a face of another image.
/// -> (h,) int64 row of `faces`, -1 for none.
torch::Tensor assign_faces(const torch::Tensor& humans, const torch::Tensor& human_image,
                           const torch::Tensor& faces, const torch::Tensor& face_image);

}  // namespace hoi
