#pragma once

#include <torch/types.h>

namespace hoi {

/// The O^t of the paper for one image. Row r is the same object in every stage (spec 2.11): it
/// carries its box after this stage and the box it was refined from, and nothing else is needed to
/// find its features of the previous stage.
struct Regions {
  torch::Tensor boxes;         ///< (R, 4) float, o^t, network frame
  torch::Tensor parent_boxes;  ///< (R, 4) float, o^{t-1} of the same rows
  torch::Tensor labels;        ///< (R,) int64 object class in [0, K)
  torch::Tensor scores;        ///< (R,) float in [0, 1], score of that class
};

}  // namespace hoi
