#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// What a metric says about files of predictions.
struct ScoreReport {
  std::string table;                 ///< for people, the form the field prints; percent
  nlohmann::json json;               ///< for programs; fractions in [0, 1]
  std::vector<std::string> notices;  ///< what was skipped, repaired or is special, one line each
};

}  // namespace hoi
