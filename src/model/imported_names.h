#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/imported_layout.h"

namespace hoi {

/// What must be done to an array besides copying it.
enum class Adaptation {
  kNone,
  kBackgroundFirst,  ///< class rows: the last one, background, becomes the first
  kBackgroundAdded,  ///< mask rows: a background row of zeros comes first
  kAnchorCentres,    ///< RPN deltas: anchors move from the cells' corners to their centres
  kStageDeviations,  ///< box deltas: from deviations of 1 / 10t and 1 / 5t to those of stage t
};

/// Where a tensor of ours comes from.
struct ImportRule {
  std::vector<std::string>
      sources;  ///< spellings of the array's name; the first present one counts
  Adaptation adaptation = Adaptation::kNone;
  /// Where the layout has no such array because the number is always this one: norms that were
  /// folded into a scale and a shift.
  std::optional<double> constant;
};

/// The rule for a parameter or buffer of the network ("backbone.layer1.0.reduce.conv.weight");
/// nothing when `layout`, not one of Keras or TensorFlow, has no counterpart. A detector with one
/// stage feeds stage 1 only. epsilon: of the network's norms.
std::optional<ImportRule> import_rule(WeightLayout layout, const std::string& target,
                                      double epsilon);

}  // namespace hoi
