#pragma once

#include <torch/types.h>

namespace hoi {

/// Ordered pairs of regions, both of one image: who may act on what. P pairs.
struct HumanObjectPairs {
  torch::Tensor human;   ///< (P,) int64 rows of Regions
  torch::Tensor object;  ///< (P,) int64 rows of Regions

  int64_t size() const { return human.size(0); }
  /// The pairs `rows` (Q,) int64, in that order.
  HumanObjectPairs select(const torch::Tensor& rows) const;
};

/// All pairs of a person with another region, sorted by human row, then object row (spec 2.17).
/// labels (R,) int64; a person is never paired with itself, and with another person only if
/// `person_as_object`.
HumanObjectPairs enumerate_pairs(const torch::Tensor& labels, int64_t person,
                                 bool person_as_object);

}  // namespace hoi
