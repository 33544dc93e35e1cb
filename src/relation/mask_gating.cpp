#include "relation/mask_gating.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "relation/mask_averaging.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

torch::Tensor represent(Representation representation, const torch::Tensor& in_box,
                        const torch::Tensor& masks) {
  TORCH_CHECK(in_box.dim() == 4 && in_box.size(0) == masks.size(0),
              "gate_regions: regions of shape ", in_box.sizes(), " and masks of shape ",
              masks.sizes(), ", one mask per region");
  const auto cells = average_masks(masks, in_box.size(2)).to(in_box.dtype()).unsqueeze(1);
  const auto gated = in_box * cells;
  switch (representation) {
    case Representation::kBox:
      return in_box;
    case Representation::kMask:
      return gated;
    case Representation::kMax:
      return torch::maximum(in_box, gated);
    case Representation::kSum:
      return in_box + gated;
  }
  TORCH_CHECK(false, "gate_regions: unknown representation ", static_cast<int>(representation));
}

}  // namespace

bool uses_masks(Representation representation) { return representation != Representation::kBox; }

torch::Tensor gating_masks(Representation representation, const torch::Tensor& masks,
                           int64_t regions) {
  if (!uses_masks(representation)) return {};
  TORCH_CHECK(masks.defined(), "gating_masks: the masks of ", regions,
              " regions are undefined, but every representation except that of boxes needs them");
  TORCH_CHECK(masks.dim() == 3 && masks.size(0) == regions && masks.size(1) == masks.size(2),
              "gating_masks: masks of shape ", masks.sizes(), ", expected (", regions, ", S, S)");
  return masks;
}

RegionMasks region_masks(const torch::Tensor& masks, const torch::Tensor& boxes,
                         const torch::Tensor& union_boxes, const PairGroups& groups) {
  TORCH_CHECK(groups.union_members.defined(),
              "region_masks: the union regions are shared by equal boxes; masks need those of "
              "UnionSharing::kSameRegions");
  const int64_t size = masks.size(1);
  const auto seen_from_union = [&](int64_t member) {
    const auto rows = groups.union_members.select(1, member);
    return resample_masks(masks.index_select(0, rows), boxes.index_select(0, rows), union_boxes,
                          size);
  };
  return {masks.index_select(0, groups.humans), masks.index_select(0, groups.objects),
          torch::maximum(seen_from_union(0), seen_from_union(1))};
}

PairRegionFeatures gate_regions(Representation representation, const PairRegionFeatures& in_boxes,
                                const RegionMasks& masks) {
  PairRegionFeatures gated = in_boxes;
  gated.human = represent(representation, in_boxes.human, masks.human);
  gated.object = represent(representation, in_boxes.object, masks.object);
  gated.unions = represent(representation, in_boxes.unions, masks.unions);
  return gated;
}

}  // namespace hoi
