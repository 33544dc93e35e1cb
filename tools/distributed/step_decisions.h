#pragma once

#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "data/batch_loader.h"
#include "inference/model_package.h"
#include "model/hoi_cascade.h"

namespace hoi {

/// A choice that a step makes row by row, and the numbers that it is made by: where one of them
/// changes by rounding only, the choice may be another one.
struct Decision {
  std::string name;       ///< "stage1/match"
  torch::Tensor chosen;   ///< (R,) int64
  torch::Tensor numbers;  ///< (R,) or (M,): for an order, of what `chosen` points at
  bool is_order = false;  ///< `chosen` lists rows of `numbers`, best first
};

/// The decisions of one picture in the order in which they are made.
using PictureDecisions = std::vector<Decision>;

/// What decides which rows a training step of these pictures looks at: the order of proposals, what
/// non-maximum suppression keeps, which rows match an annotated box, from which level a box is
/// pooled, and which regions become pairs. generators: as for HoiCascadeImpl::loss in phase kJoint.
std::vector<PictureDecisions> decisions_of(HoiCascade& network, const TrainingBatch& batch,
                                           std::vector<torch::Generator> generators);

/// The first choice that differs, with the numbers behind it; nothing when all are the same.
std::optional<std::string> first_difference(const PictureDecisions& one,
                                            const PictureDecisions& other);

}  // namespace hoi
