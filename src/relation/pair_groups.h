#pragma once

#include <torch/types.h>

#include "relation/relation_input.h"

namespace hoi {

/// The distinct humans, objects and union regions behind the P pairs of some images, so that
/// whatever depends on one of them alone is computed once for it (spec 1.9). h humans, m objects, u
/// union regions of all images.
struct PairGroups {
  torch::Tensor humans;              ///< (h,) int64 rows of the regions, ascending
  torch::Tensor human_of_pair;       ///< (P,) int64 in [0, h)
  torch::Tensor objects;             ///< (m,) int64 rows of the regions, ascending
  torch::Tensor object_of_pair;      ///< (P,) int64 in [0, m)
  torch::Tensor union_boxes;         ///< (u, 4) tight boxes around human and object
  torch::Tensor parent_union_boxes;  ///< (u, 4) the same around their parent boxes
  torch::Tensor union_of_pair;       ///< (P,) int64 in [0, u)
  /// (u, 2) int64 rows of the two regions, the smaller first; UnionSharing::kSameRegions only.
  torch::Tensor union_members;
  torch::Tensor human_image;   ///< (h,) int64 image of each human
  torch::Tensor object_image;  ///< (m,) int64 image of each object
  torch::Tensor union_image;   ///< (u,) int64 image of each union region
};

/// Which pairs of one image have one union region.
enum class UnionSharing {
  kSameBoxes,    ///< both union boxes agree exactly: (a, b) and (b, a), or two objects in the human
  kSameRegions,  ///< (a, b) and (b, a) only: what depends on more than the box
};

/// input: its pairs, boxes, parent boxes and image_index are read; P may be 0.
PairGroups group_pairs(const RelationInput& input, UnionSharing sharing = UnionSharing::kSameBoxes);

}  // namespace hoi
