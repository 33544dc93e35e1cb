#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// One curve. Points have rising x and finite values; a curve may have none.
struct Curve {
  std::string label;
  std::string group;  ///< of several groups a reader sees one at a time; "" = always seen
  int colour = 0;  ///< which of the page's eight colours, counted on from the first after the last
  int dash = 0;    ///< which of the page's six dash patterns, 0 solid; likewise
  std::vector<double> x, y;
};

/// How the values between shown points are summed up when a curve has too many.
enum class ThinningRule {
  kMean,
  kMaximum,  ///< keeps peaks
};

/// Curves over the training steps.
struct LineChart {
  std::string id;          ///< unique in the page; letters, digits and '-'
  std::string title;       ///< what is shown
  std::string unit;        ///< of the values, may be empty
  bool smooth = false;     ///< noisy values, which the reader may smooth
  bool from_zero = false;  ///< the axis begins at zero
  ThinningRule thinning = ThinningRule::kMean;
  std::vector<Curve> curves;

  bool empty() const;  ///< no curve has a point
};

/// `curve` with at most `most` points, each standing at the end of the stretch it sums up.
Curve thinned(const Curve& curve, ThinningRule rule, std::size_t most);

/// The groups of a chart in the order in which they first appear; without "".
std::vector<std::string> chart_groups(const LineChart& chart);

/// The chart as an inline SVG element without scripts, coloured by the style of the page. Of
/// several groups it draws the first.
std::string line_chart_svg(const LineChart& chart);

/// The chart as the script of the page reads it (report/page/charts.js), at most 2000 points a
/// curve, values with six digits.
nlohmann::json line_chart_json(const LineChart& chart);

}  // namespace hoi
