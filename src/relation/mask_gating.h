#pragma once

#include <torch/types.h>

#include "relation/pair_groups.h"
#include "relation/visual_feature.h"

namespace hoi {

/// What a region looks like to the relation features (section 3.4, Table 8).
enum class Representation {
  kBox,   ///< everything in its box
  kMask,  ///< the pixels of its mask
  kMax,   ///< the larger of both, element by element
  kSum,   ///< both added
};

/// Whether a representation reads masks.
bool uses_masks(Representation representation);

/// The masks that a representation asks for: undefined for kBox, else `masks`, which must be
/// (regions, S, S), mask probabilities in the frame of the regions' boxes (vision/box_masks.h).
torch::Tensor gating_masks(Representation representation, const torch::Tensor& masks,
                           int64_t regions);

/// The masks of the regions behind the pairs of some images, each in the frame of its region's box.
/// h humans, m objects, u union regions, S tiles per side.
struct RegionMasks {
  torch::Tensor human;   ///< m_h (h, S, S)
  torch::Tensor object;  ///< m_o (m, S, S)
  torch::Tensor unions;  ///< the larger of both, each seen from the union box (u, S, S)
};

/// masks (R, S, S) in the frame of boxes (R, 4); union_boxes (u, 4) around the two regions
/// groups.union_members of each union.
RegionMasks region_masks(const torch::Tensor& masks, const torch::Tensor& boxes,
                         const torch::Tensor& union_boxes, const PairGroups& groups);

/// H, O and U by pixel-wise RoI.
/// Source: section 3.4 and spec 2.19.
///
///   kMask  H m_h      kMax  max(H, H m_h)      kSum  H + H m_h        O with m_o, U with m_u alike
///
/// with each mask averaged over the cells of the RoI grid, at 7 x 7 cells 4 x 4 of its 28 x 28
/// values. A soft mask fades a cell; nothing is normalised afterwards. What is left as it was:
/// `human_in_box` and `human_boxes`, because the face and the face-removed human stay box-based.
/// The geometric feature has no such choice: every representation but kBox rasters the masks
/// (spec 2.3).
PairRegionFeatures gate_regions(Representation representation, const PairRegionFeatures& in_boxes,
                                const RegionMasks& masks);

}  // namespace hoi
