#pragma once

#include <string>
#include <vector>

#include "report/line_chart.h"

namespace hoi {

/// One card per chart: the drawing that stands without scripts, and the legend whose entries the
/// script makes switches. "" when there are no charts.
/// interactive: the page has the plotting library; otherwise a line says why curves stand still.
std::string curve_section_html(const std::vector<LineChart>& charts, bool interactive);

}  // namespace hoi
