#pragma once

#include <torch/types.h>

namespace hoi {

/// Rows chosen for a loss, as int64 indices, each ascending.
struct BalancedSample {
  torch::Tensor positives;
  torch::Tensor negatives;
};

/// Draws at most `count` rows without replacement: at most floor(count * positive_fraction) with
/// label 1, and rows with label 0 for the rest (detection/iou_matcher.h). labels: (R,) int64.
BalancedSample sample_balanced(const torch::Tensor& labels, int64_t count, double positive_fraction,
                               torch::Generator& generator);

/// `count` entries of the vector `rows`, drawn without replacement, in their order; all of them
/// when there are no more. The generator lives on the CPU whatever the device of `rows`.
torch::Tensor draw_rows(const torch::Tensor& rows, int64_t count, torch::Generator& generator);

}  // namespace hoi
