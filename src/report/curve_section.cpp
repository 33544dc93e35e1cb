#include "report/curve_section.h"

#include <fmt/format.h>

#include "report/page_text.h"

namespace hoi {
namespace {

constexpr const char* kInteractiveHint =
    "Point at a curve for its values, drag to zoom, double-click to zoom out; click a name to hide "
    "or show its curve, double-click it to see it alone.";
constexpr const char* kStaticHint =
    "These curves stand still: the program was built without the plotting library because the npm "
    "registry could not be reached. Build again with a network to zoom and read values.";

std::string legend_entry_html(const Curve& curve, std::size_t number, bool hidden) {
  return fmt::format(
      "<button type=\"button\" class=\"chip c{} d{}\" data-curve=\"{}\"{}><svg class=\"swatch\" "
      "viewBox=\"0 0 22 8\"><line class=\"curve\" x1=\"0\" y1=\"4\" x2=\"22\" "
      "y2=\"4\"/></svg><span>{}</span><b></b></button>\n",
      curve.colour % 8, curve.dash % 6, number, hidden ? " hidden" : "", escaped_html(curve.label));
}

std::string chart_card_html(const LineChart& chart) {
  const auto groups = chart_groups(chart);
  const std::string shown = groups.empty() ? "" : groups.front();
  std::string html = fmt::format(
      "<figure class=\"card chart\" data-chart=\"{0}\">\n<figcaption><h3>{1}</h3><span "
      "class=\"unit\">{2}</span><span class=\"group\">{3}</span><span class=\"readout\"></span>"
      "</figcaption>\n<div class=\"plot\">{4}</div>\n<div class=\"legend\">\n",
      escaped_html(chart.id), escaped_html(chart.title), escaped_html(chart.unit),
      escaped_html(shown), line_chart_svg(chart));
  for (std::size_t i = 0; i < chart.curves.size(); ++i) {
    const Curve& curve = chart.curves[i];
    html += legend_entry_html(curve, i, !curve.group.empty() && curve.group != shown);
  }
  return html + "</div>\n</figure>\n";
}

}  // namespace

std::string curve_section_html(const std::vector<LineChart>& charts, bool interactive) {
  if (charts.empty()) return "";
  std::string html = fmt::format(
      "<section id=\"curves\">\n<h2>Curves</h2>\n<p class=\"hint\">{}</p>\n<div class=\"grid\">\n",
      interactive ? kInteractiveHint : kStaticHint);
  for (const auto& chart : charts) html += chart_card_html(chart);
  return html + "</div>\n</section>\n";
}

}  // namespace hoi
