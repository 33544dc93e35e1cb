#pragma once

#include <string>
#include <vector>

#include "report/run_report.h"

namespace hoi {

/// Head of the page of one run: name, what it trains, how far it is, the figures in a row of tiles.
std::string run_summary_html(const RunReport& run);

/// Head of the page of several: one row per run, in the colours of the curves.
std::string comparison_summary_html(const std::vector<RunReport>& runs);

}  // namespace hoi
