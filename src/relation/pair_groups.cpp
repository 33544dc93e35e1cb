#include "relation/pair_groups.h"

#include <tuple>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/boxes.h"

namespace hoi {
namespace {

struct DistinctRows {
  torch::Tensor rows;      // (d,) ascending
  torch::Tensor position;  // (P,) in [0, d)
};

/// rows (P,) int64 in [0, count).
DistinctRows distinct_rows(const torch::Tensor& rows, int64_t count) {
  auto is_used = torch::zeros({count}, rows.options().dtype(torch::kBool));
  is_used.index_fill_(0, rows, true);
  const auto position_of_row = is_used.cumsum(0) - 1;
  return {is_used.nonzero().squeeze(1), position_of_row.index_select(0, rows)};
}

torch::Tensor pair_unions(const HumanObjectPairs& pairs, const torch::Tensor& boxes) {
  return union_boxes(boxes.index_select(0, pairs.human), boxes.index_select(0, pairs.object));
}

void share_equal_boxes(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                       const torch::Tensor& parent_boxes, PairGroups& groups) {
  const auto both = torch::cat({pair_unions(pairs, boxes), pair_unions(pairs, parent_boxes)}, 1);
  const auto distinct = at::unique_dim(both, 0, /*sorted=*/true, /*return_inverse=*/true);
  groups.union_boxes = std::get<0>(distinct).slice(1, 0, 4).contiguous();
  groups.parent_union_boxes = std::get<0>(distinct).slice(1, 4, 8).contiguous();
  groups.union_of_pair = std::get<1>(distinct);
}

void share_equal_regions(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                         const torch::Tensor& parent_boxes, PairGroups& groups) {
  const auto members = torch::stack(
      {torch::minimum(pairs.human, pairs.object), torch::maximum(pairs.human, pairs.object)}, 1);
  const auto distinct = at::unique_dim(members, 0, /*sorted=*/true, /*return_inverse=*/true);
  groups.union_members = std::get<0>(distinct);
  groups.union_of_pair = std::get<1>(distinct);
  const HumanObjectPairs both{groups.union_members.select(1, 0), groups.union_members.select(1, 1)};
  groups.union_boxes = pair_unions(both, boxes);
  groups.parent_union_boxes = pair_unions(both, parent_boxes);
}

}  // namespace

PairGroups group_pairs(const HumanObjectPairs& pairs, const torch::Tensor& boxes,
                       const torch::Tensor& parent_boxes, UnionSharing sharing) {
  TORCH_CHECK(boxes.sizes() == parent_boxes.sizes(), "group_pairs: ", boxes.sizes(),
              " boxes but parent boxes of shape ", parent_boxes.sizes(), "; one per region");
  PairGroups groups;
  const auto humans = distinct_rows(pairs.human, boxes.size(0));
  const auto objects = distinct_rows(pairs.object, boxes.size(0));
  groups.humans = humans.rows;
  groups.human_of_pair = humans.position;
  groups.objects = objects.rows;
  groups.object_of_pair = objects.position;

  if (sharing == UnionSharing::kSameBoxes) {
    share_equal_boxes(pairs, boxes, parent_boxes, groups);
  } else {
    share_equal_regions(pairs, boxes, parent_boxes, groups);
  }
  return groups;
}

}  // namespace hoi
