#pragma once

#include <torch/types.h>

#include "relation/human_object_pairs.h"

namespace hoi {

/// The distinct humans, objects and union regions behind P pairs, so that whatever depends on one
/// of them alone is computed once for it (spec 1.9). h humans, m objects, u union regions.
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
};

/// Which pairs have one union region.
enum class UnionSharing {
  kSameBoxes,    ///< both union boxes agree exactly: (a, b) and (b, a), or two objects in the human
  kSameRegions,  ///< (a, b) and (b, a) only: what depends on more than the box
};

/// boxes, parent_boxes (R, 4): o^t and o^{t-1} of the regions that `pairs` points to; P may be 0.
PairGroups group_pairs(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                       const torch::Tensor& parent_boxes,
                       UnionSharing sharing = UnionSharing::kSameBoxes);

}  // namespace hoi
