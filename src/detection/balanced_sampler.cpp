#include "detection/balanced_sampler.h"

#include <algorithm>

#include <ATen/Functions.h>

#include "detection/iou_matcher.h"
#include "vision/device_copy.h"

namespace hoi {

torch::Tensor draw_rows(const torch::Tensor& rows, int64_t count, torch::Generator& generator) {
  if (rows.size(0) <= count) return rows;
  const auto order = torch::randperm(rows.size(0), generator, torch::kInt64).slice(0, 0, count);
  return rows.index_select(0, copied_to(std::get<0>(order.sort()), rows.options()));
}

BalancedSample sample_balanced(const torch::Tensor& labels, int64_t count, double positive_fraction,
                               torch::Generator& generator) {
  const auto positives = (labels == int64_t{kPositiveMatch}).nonzero().squeeze(1);
  const auto negatives = (labels == int64_t{kNegativeMatch}).nonzero().squeeze(1);
  const auto max_positives = static_cast<int64_t>(static_cast<double>(count) * positive_fraction);
  const int64_t taken = std::min(max_positives, positives.size(0));
  return {draw_rows(positives, taken, generator), draw_rows(negatives, count - taken, generator)};
}

}  // namespace hoi
