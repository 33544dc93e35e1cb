#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "relation/human_object_pairs.h"

namespace hoi {

/// The regions of some images as the relation part sees them: R regions, F faces and P pairs of all
/// of them, in any order. Each row says which image of the pyramid's batch it is of; both regions
/// of a pair are of one image. An image may have no regions, no pairs or no faces.
struct RelationInput {
  torch::Tensor boxes;         ///< (R, 4) o^t, network frame
  torch::Tensor parent_boxes;  ///< (R, 4) o^{t-1} of the same rows
  torch::Tensor labels;        ///< (R,) int64 object class
  /// (R, kMaskSize, kMaskSize) mask probabilities in the frame of `boxes` (vision/box_masks.h), no
  /// gradient; read, and required, by every representation but kBox.
  torch::Tensor masks;
  torch::Tensor faces;             ///< (F, 5) x1, y1, x2, y2, score; F may be 0
  HumanObjectPairs pairs;          ///< rows of `boxes`
  torch::Tensor image_index;       ///< (R,) int64 image of each region
  torch::Tensor face_image_index;  ///< (F,) int64 image of each face
};

/// `input` with all of its regions and faces in the image `image_index`.
RelationInput of_one_image(RelationInput input, int64_t image_index);

/// Puts inputs together, at least one: the rows of each follow those of the one before, and so do
/// pairs and faces. Either all of them have masks or none has.
RelationInput join_inputs(const std::vector<RelationInput>& inputs);

}  // namespace hoi
