#include "study/spread.h"

#include <cmath>

#include <fmt/format.h>

namespace hoi {

std::optional<Spread> spread_of(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  const auto count = static_cast<double>(values.size());
  Spread spread;
  spread.count = values.size();
  for (const double value : values) spread.mean += value / count;
  if (values.size() < 2) return spread;
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  spread.deviation = std::sqrt(squares / (count - 1));
  return spread;
}

std::string format_percent(const std::optional<Spread>& spread, bool signs) {
  if (!spread) return "-";
  const double percent = 100 * spread->mean;
  std::string text = signs ? fmt::format("{:+.1f}", percent) : fmt::format("{:.1f}", percent);
  if (spread->deviation) text += fmt::format(" +- {:.1f}", 100 * *spread->deviation);
  return text;
}

}  // namespace hoi
