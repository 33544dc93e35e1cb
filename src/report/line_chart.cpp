#include "report/line_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "report/page_text.h"

namespace hoi {
namespace {

constexpr std::size_t kMostPoints = 2000, kMostDrawnPoints = 300;
constexpr int kColours = 8, kDashes = 6;
constexpr double kWidth = 600, kHeight = 240;  // of the drawing; the page scales it
constexpr double kLeft = 52, kRight = 12, kTop = 10, kBottom = 24;

double six_digits(double value) {
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

/// The values that an axis shows and the distance of its ticks.
struct ValueAxis {
  double low = 0, high = 1, step = 0.25;
};

/// 1, 2 or 5 times a power of ten, so that `span` has about `ticks` of them.
double nice_step(double span, double ticks) {
  const double power = std::pow(10, std::floor(std::log10(span / ticks)));
  const double rest = span / ticks / power;
  return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

ValueAxis axis_between(double low, double high, double ticks) {
  if (!(low <= high)) return {};
  if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high))) {
    const double margin = high == 0 ? 1 : std::abs(high) / 2;
    low -= margin;
    high += margin;
  }
  return {low, high, nice_step(high - low, ticks)};
}

bool is_drawn(const Curve& curve, const std::string& group) {
  return !curve.x.empty() && (curve.group.empty() || curve.group == group);
}

class ChartDrawing {
 public:
  explicit ChartDrawing(const LineChart& chart) : chart_(chart) {
    const auto groups = chart_groups(chart);
    if (!groups.empty()) group_ = groups.front();
    double left = INFINITY, right = -INFINITY, low = chart.from_zero ? 0.0 : INFINITY,
           high = -INFINITY;
    for (const auto& curve : chart.curves) {
      if (!is_drawn(curve, group_)) continue;
      left = std::min(left, curve.x.front());
      right = std::max(right, curve.x.back());
      low = std::min(low, *std::min_element(curve.y.begin(), curve.y.end()));
      high = std::max(high, *std::max_element(curve.y.begin(), curve.y.end()));
    }
    steps_ = axis_between(left, right, 6);
    values_ = axis_between(low, high, 5);
    values_.low = values_.step * std::floor(values_.low / values_.step + 1e-9);
    values_.high = values_.step * std::ceil(values_.high / values_.step - 1e-9);
  }

  std::string draw() const {
    std::string svg = fmt::format(
        "<svg class=\"static\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\">\n",
        kWidth, kHeight, escaped_html(chart_.title));
    const auto ticks = static_cast<int>(std::lround((values_.high - values_.low) / values_.step));
    for (int i = 0; i <= ticks; ++i) {
      const double value = values_.low + i * values_.step, y = y_of(value);
      svg += fmt::format(
          "<line class=\"rule\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", kLeft,
          y, kWidth - kRight, y);
      svg += text_at(kLeft - 6, y + 4, "end", std::abs(value) < values_.step / 1000 ? 0.0 : value);
    }
    for (double x = steps_.step * std::ceil(steps_.low / steps_.step); x <= steps_.high;
         x += steps_.step) {
      svg += text_at(x_of(x), kHeight - 6, "middle", x);
    }
    for (const auto& curve : chart_.curves) {
      if (is_drawn(curve, group_))
        svg += draw_curve(thinned(curve, chart_.thinning, kMostDrawnPoints));
    }
    return svg + "</svg>\n";
  }

 private:
  double x_of(double step) const {
    return kLeft + (kWidth - kLeft - kRight) * (step - steps_.low) / (steps_.high - steps_.low);
  }
  double y_of(double value) const {
    return kHeight - kBottom -
           (kHeight - kTop - kBottom) * (value - values_.low) / (values_.high - values_.low);
  }

  static std::string text_at(double x, double y, const char* anchor, double value) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{:.6g}</text>\n", x, y,
                       anchor, value);
  }

  std::string draw_curve(const Curve& curve) const {
    const std::string style =
        fmt::format("curve c{} d{}", curve.colour % kColours, curve.dash % kDashes);
    if (curve.x.size() == 1) {
      return fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>\n", style,
                         x_of(curve.x[0]), y_of(curve.y[0]));
    }
    std::string points;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      points +=
          fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", x_of(curve.x[i]), y_of(curve.y[i]));
    }
    return fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", style, points);
  }

  const LineChart& chart_;
  std::string group_;
  ValueAxis steps_, values_;
};

}  // namespace

bool LineChart::empty() const {
  return std::all_of(curves.begin(), curves.end(),
                     [](const Curve& curve) { return curve.x.empty(); });
}

Curve thinned(const Curve& curve, ThinningRule rule, std::size_t most) {
  if (curve.x.size() <= most || most == 0) return curve;
  Curve shorter = curve;
  shorter.x.clear();
  shorter.y.clear();
  const std::size_t stretch = (curve.x.size() + most - 1) / most;
  for (std::size_t begin = 0; begin < curve.x.size(); begin += stretch) {
    const std::size_t end = std::min(begin + stretch, curve.x.size());
    double sum = 0, maximum = curve.y[begin];
    for (std::size_t i = begin; i < end; ++i) {
      sum += curve.y[i];
      maximum = std::max(maximum, curve.y[i]);
    }
    shorter.x.push_back(curve.x[end - 1]);
    shorter.y.push_back(rule == ThinningRule::kMaximum ? maximum
                                                       : sum / static_cast<double>(end - begin));
  }
  return shorter;
}

std::vector<std::string> chart_groups(const LineChart& chart) {
  std::vector<std::string> groups;
  for (const auto& curve : chart.curves) {
    const bool known = std::find(groups.begin(), groups.end(), curve.group) != groups.end();
    if (!curve.group.empty() && !known) groups.push_back(curve.group);
  }
  return groups;
}

std::string line_chart_svg(const LineChart& chart) { return ChartDrawing(chart).draw(); }

nlohmann::json line_chart_json(const LineChart& chart) {
  nlohmann::json curves = nlohmann::json::array();
  for (const auto& full : chart.curves) {
    const Curve curve = thinned(full, chart.thinning, kMostPoints);
    nlohmann::json x = nlohmann::json::array(), y = nlohmann::json::array();
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      x.push_back(static_cast<std::int64_t>(std::llround(curve.x[i])));
      y.push_back(six_digits(curve.y[i]));
    }
    curves.push_back({{"label", curve.label},
                      {"group", curve.group},
                      {"colour", curve.colour % kColours},
                      {"dash", curve.dash % kDashes},
                      {"x", x},
                      {"y", y}});
  }
  return {{"id", chart.id},
          {"unit", chart.unit},
          {"smooth", chart.smooth},
          {"zero", chart.from_zero},
          {"groups", chart_groups(chart)},
          {"curves", curves}};
}

}  // namespace hoi
