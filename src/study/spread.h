#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// One number measured several times, once per seed.
struct Spread {
  double mean = 0;
  std::optional<double> deviation;  ///< sample standard deviation (n - 1); nothing below 2 values
  std::size_t count = 0;
};

/// Nothing when `values` is empty.
std::optional<Spread> spread_of(const std::vector<double>& values);

/// A fraction as percent: "61.2 +- 0.8", without the deviation when there is none, "-" when nothing
/// was measured. signs: "+1.5 +- 0.3".
std::string format_percent(const std::optional<Spread>& spread, bool signs = false);

}  // namespace hoi
