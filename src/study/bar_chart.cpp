#include "study/bar_chart.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace hoi {
namespace {

constexpr double kRowHeight = 26, kTop = 62, kBottom = 34, kPanelWidth = 300, kPanelGap = 46;
constexpr double kMargin = 16, kLetterWidth = 8.6;  // of the font below

constexpr const char* kStyle = R"(<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
.tick { font-size: 11px; }
.page { fill: #ffffff; }
.grid { stroke: #d0d7de; }
.zero, .whisker { stroke: #1f2328; }
.bar { fill: #6ea8e5; }
.dot { fill: #c2410c; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.page { fill: #0d1117; }
.grid { stroke: #30363d; }
.zero, .whisker { stroke: #e6edf3; }
.bar { fill: #2f6fb3; }
.dot { fill: #fb923c; }
}
</style>
)";

std::string escaped_xml(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '&') {
      escaped += "&amp;";
    } else if (letter == '<') {
      escaped += "&lt;";
    } else if (letter == '>') {
      escaped += "&gt;";
    } else if (letter == '"') {
      escaped += "&quot;";
    } else {
      escaped += letter;
    }
  }
  return escaped;
}

std::string svg_text(double x, double y, const std::string& anchor, const std::string& style,
                     const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n",
                     x, y, anchor, style, escaped_xml(text));
}

std::string svg_line(double x1, double y1, double x2, double y2, const std::string& style) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1, y1, x2,
      y2, style);
}

/// The values that an axis shows, and the distance of its ticks.
struct ChartAxis {
  double low = 0, high = 1, step = 1;
};

/// 1, 2 or 5 times a power of ten, so that `span` has about five of them.
double tick_step(double span) {
  const double power = std::pow(10, std::floor(std::log10(span / 4)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (span / (factor * power) <= 6) return factor * power;
  }
  return 10 * power;
}

ChartAxis axis_of(const ChartPanel& panel) {
  double low = INFINITY, high = -INFINITY;
  for (const auto& entry : panel.values) {
    if (!entry.value) continue;
    low = std::min(low, *entry.value - entry.deviation.value_or(0));
    high = std::max(high, *entry.value + entry.deviation.value_or(0));
  }
  if (low > high) return {};
  if (panel.mark == ChartMark::kBar) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
  }
  if (high - low < 1e-9) high = low + 1;
  ChartAxis axis;
  axis.step = tick_step(high - low);
  axis.low = axis.step * std::floor(low / axis.step);
  axis.high = axis.step * std::ceil(high / axis.step);
  return axis;
}

/// One panel; its rows begin at kTop.
class PanelDrawing {
 public:
  PanelDrawing(const ChartPanel& panel, double left, double bottom)
      : panel_(panel), left_(left), bottom_(bottom), axis_(axis_of(panel)) {}

  std::string draw() const {
    std::string svg = svg_text(left_, kTop - 12, "start", "tick", panel_.title);
    const int ticks = static_cast<int>(std::lround((axis_.high - axis_.low) / axis_.step));
    for (int tick = 0; tick <= ticks; ++tick) {
      const double value = axis_.low + tick * axis_.step;
      const bool zero = std::abs(value) < axis_.step / 1000;
      svg += svg_line(at(value), kTop, at(value), bottom_, zero ? "zero" : "grid");
      svg += svg_text(at(value), bottom_ + 16, "middle", "tick",
                      fmt::format("{:.6g}", zero ? 0.0 : value));
    }
    for (std::size_t row = 0; row < panel_.values.size(); ++row) {
      if (panel_.values[row].value) {
        svg += draw_value(panel_.values[row], kTop + (static_cast<double>(row) + 0.5) * kRowHeight);
      }
    }
    return svg;
  }

 private:
  double at(double value) const {
    return left_ + kPanelWidth * (value - axis_.low) / (axis_.high - axis_.low);
  }

  std::string draw_value(const ChartValue& entry, double y) const {
    const double value = *entry.value, deviation = entry.deviation.value_or(0);
    std::string svg;
    if (panel_.mark == ChartMark::kBar) {
      const double from = at(std::min(value, 0.0)), to = at(std::max(value, 0.0));
      svg += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"14\" class=\"bar\"/>\n", from,
          y - 7, to - from);
    } else {
      svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" class=\"dot\"/>\n", at(value),
                         y);
    }
    if (entry.deviation) {
      const double from = at(value - deviation), to = at(value + deviation);
      svg += svg_line(from, y, to, y, "whisker");
      svg += svg_line(from, y - 4, from, y + 4, "whisker");
      svg += svg_line(to, y - 4, to, y + 4, "whisker");
    }
    const std::string number = fmt::format("{:.1f}", value);
    const double end = at(value + deviation);
    return svg + svg_text(std::max(end, at(std::max(axis_.low, 0.0))) + 8, y + 4, "start", "tick",
                          number);
  }

  const ChartPanel& panel_;
  double left_, bottom_;
  ChartAxis axis_;
};

}  // namespace

std::string chart_svg(const BarChart& chart) {
  std::size_t letters = 0;
  for (const auto& label : chart.labels) letters = std::max(letters, label.size());
  const double labels = kMargin + kLetterWidth * static_cast<double>(letters) + 10;
  const double bottom = kTop + kRowHeight * static_cast<double>(chart.labels.size());
  const auto panels = static_cast<double>(chart.panels.size());
  const double width = labels + panels * (kPanelWidth + kPanelGap) + kMargin;
  const double height = bottom + kBottom;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\">\n<title>{2}</title>\n{3}"
      "<rect width=\"100%\" height=\"100%\" class=\"page\"/>\n",
      width, height, escaped_xml(chart.title), kStyle);
  svg += svg_text(kMargin, 24, "start", "title", chart.title);
  for (std::size_t row = 0; row < chart.labels.size(); ++row) {
    svg += svg_text(labels - 10, kTop + (static_cast<double>(row) + 0.5) * kRowHeight + 4, "end",
                    "", chart.labels[row]);
  }
  for (std::size_t i = 0; i < chart.panels.size(); ++i) {
    const double left = labels + static_cast<double>(i) * (kPanelWidth + kPanelGap);
    svg += PanelDrawing(chart.panels[i], left, bottom).draw();
  }
  return svg + "</svg>\n";
}

}  // namespace hoi
