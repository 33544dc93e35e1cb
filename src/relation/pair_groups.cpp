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

void share_equal_boxes(const RelationInput& input, PairGroups& groups) {
  const auto unions = pair_unions(input.pairs, input.boxes);
  // Equal boxes of two images are two regions, hence the image in front: a whole number, which the
  // type of the boxes holds exactly.
  const auto image = input.image_index.index_select(0, input.pairs.human).to(unions.dtype());
  const auto rows =
      torch::cat({image.unsqueeze(1), unions, pair_unions(input.pairs, input.parent_boxes)}, 1);
  const auto distinct = at::unique_dim(rows, 0, /*sorted=*/true, /*return_inverse=*/true);
  groups.union_image = std::get<0>(distinct).select(1, 0).to(torch::kInt64);
  groups.union_boxes = std::get<0>(distinct).slice(1, 1, 5).contiguous();
  groups.parent_union_boxes = std::get<0>(distinct).slice(1, 5, 9).contiguous();
  groups.union_of_pair = std::get<1>(distinct);
}

void share_equal_regions(const RelationInput& input, PairGroups& groups) {
  const auto& pairs = input.pairs;
  const auto members = torch::stack(
      {torch::minimum(pairs.human, pairs.object), torch::maximum(pairs.human, pairs.object)}, 1);
  const auto distinct = at::unique_dim(members, 0, /*sorted=*/true, /*return_inverse=*/true);
  groups.union_members = std::get<0>(distinct);
  groups.union_of_pair = std::get<1>(distinct);
  const HumanObjectPairs both{groups.union_members.select(1, 0), groups.union_members.select(1, 1)};
  groups.union_boxes = pair_unions(both, input.boxes);
  groups.parent_union_boxes = pair_unions(both, input.parent_boxes);
  groups.union_image = input.image_index.index_select(0, both.human);
}

}  // namespace

PairGroups group_pairs(const RelationInput& input, UnionSharing sharing) {
  const auto& boxes = input.boxes;
  TORCH_CHECK(boxes.sizes() == input.parent_boxes.sizes(), "group_pairs: ", boxes.sizes(),
              " boxes but parent boxes of shape ", input.parent_boxes.sizes(), "; one per region");
  TORCH_CHECK(input.image_index.sizes() == boxes.sizes().slice(0, 1),
              "group_pairs: ", boxes.sizes(), " boxes but image indices of shape ",
              input.image_index.sizes(), "; one per region");
  PairGroups groups;
  const auto humans = distinct_rows(input.pairs.human, boxes.size(0));
  const auto objects = distinct_rows(input.pairs.object, boxes.size(0));
  groups.humans = humans.rows;
  groups.human_of_pair = humans.position;
  groups.objects = objects.rows;
  groups.object_of_pair = objects.position;
  groups.human_image = input.image_index.index_select(0, humans.rows);
  groups.object_image = input.image_index.index_select(0, objects.rows);

  if (sharing == UnionSharing::kSameBoxes) {
    share_equal_boxes(input, groups);
  } else {
    share_equal_regions(input, groups);
  }
  return groups;
}

}  // namespace hoi
