#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// How a panel shows its values.
enum class ChartMark {
  kBar,  ///< from zero to the value, with a whisker of one deviation
  kDot,  ///< a dot; the axis need not begin at zero
};

struct ChartValue {
  std::optional<double> value;      ///< nothing: the row stays empty
  std::optional<double> deviation;  ///< half length of the whisker
};

struct ChartPanel {
  std::string title;  ///< what is shown, with its unit
  ChartMark mark = ChartMark::kBar;
  std::vector<ChartValue> values;  ///< one per label
};

/// Rows with a label each, and panels side by side that share them.
struct BarChart {
  std::string title;
  std::vector<std::string> labels;
  std::vector<ChartPanel> panels;
};

/// The chart as an SVG document without scripts. Its colours follow the reader's choice of a light
/// or dark page.
std::string chart_svg(const BarChart& chart);

}  // namespace hoi
