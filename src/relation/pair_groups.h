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
};

/// Pairs share a union region when both union boxes agree exactly: (a, b) and (b, a), or two
/// objects inside the human's box.
///
/// boxes, parent_boxes (R, 4): o^t and o^{t-1} of the regions that `pairs` points to; P may be 0.
PairGroups group_pairs(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                       const torch::Tensor& parent_boxes);

}  // namespace hoi
