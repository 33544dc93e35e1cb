#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "model/imported_names.h"

namespace hoi {

/// What an adaptation depends on besides the array.
struct AdaptationContext {
  std::int64_t stage = 0;  ///< t of localization<t>, 0 elsewhere
  bool is_bias = false;
  double anchor_scale = 8;  ///< of the network
  std::vector<double> anchor_ratios;
};

/// `array` in the convention of the network; shapes are not checked but for what the adaptation
/// itself needs, others come back as they are.
///
///   kBackgroundFirst: rows (0, ..., K - 1, background) -> (background, 0, ..., K - 1)
///   kBackgroundAdded: rows (0, ..., K - 1) -> (zeros, 0, ..., K - 1)
///   kAnchorCentres: an anchor of sides w = s b / sqrt(r), h = s b sqrt(r) at stride s and scale b
///     that moves by s / 2 makes the same box when its deltas lose s / 2w = sqrt(r) / 2b and
///     s / 2h = 1 / (2b sqrt(r)): the same on every level, so the biases can take it
///   kStageDeviations: deltas times their deviations are the same: rows (x, y) times 1 / (10 t)
///   over
///     ours, rows (w, h) times 1 / (5 t) over ours
torch::Tensor adapted(const torch::Tensor& array, Adaptation adaptation,
                      const AdaptationContext& context);

}  // namespace hoi
