#include "model/imported_adaptation.h"

#include <cmath>

#include <ATen/Functions.h>

#include "detection/localization_stage.h"

namespace hoi {
namespace {

torch::Tensor background_first(const torch::Tensor& array) {
  return array.dim() > 0 && array.size(0) > 1 ? array.roll(1, 0) : array;
}

torch::Tensor background_added(const torch::Tensor& array) {
  if (array.dim() == 0) return array;
  return torch::cat({torch::zeros_like(array.slice(0, 0, 1)), array});
}

torch::Tensor centred_anchors(const torch::Tensor& bias, const AdaptationContext& context) {
  std::vector<double> losses;
  for (const double ratio : context.anchor_ratios) {
    const double root = std::sqrt(ratio), twice = 2 * context.anchor_scale;
    losses.insert(losses.end(), {root / twice, 1 / (twice * root), 0, 0});
  }
  if (bias.dim() != 1 || bias.size(0) != static_cast<int64_t>(losses.size())) return bias;
  return bias - torch::tensor(losses, bias.options());
}

torch::Tensor stage_deviations(const torch::Tensor& array, int64_t stage) {
  if (array.dim() == 0 || array.size(0) != 4) return array;
  const auto& ours = default_localization_stage(stage).deviations;
  std::vector<double> factors;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double theirs = (i < 2 ? 0.1 : 0.2) / static_cast<double>(stage);
    factors.push_back(theirs / ours[i]);
  }
  std::vector<int64_t> column(static_cast<std::size_t>(array.dim()), 1);
  column[0] = 4;
  return array * torch::tensor(factors, array.options()).view(column);
}

}  // namespace

torch::Tensor adapted(const torch::Tensor& array, Adaptation adaptation,
                      const AdaptationContext& context) {
  switch (adaptation) {
    case Adaptation::kNone:
      return array;
    case Adaptation::kBackgroundFirst:
      return background_first(array);
    case Adaptation::kBackgroundAdded:
      return background_added(array);
    case Adaptation::kAnchorCentres:
      return context.is_bias ? centred_anchors(array, context) : array;
    case Adaptation::kStageDeviations:
      return stage_deviations(array, context.stage);
  }
  return array;
}

}  // namespace hoi
