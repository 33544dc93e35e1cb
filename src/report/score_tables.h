#pragma once

#include <string>
#include <vector>

#include "report/run_report.h"

namespace hoi {

/// AP of every verb as bars in a table that can be sorted. Of one run with its recall and counts,
/// of several one column per run. "" when no run has verb scores.
std::string verb_section_html(const std::vector<RunReport>& runs);

/// Box AP of every category, likewise.
std::string category_section_html(const std::vector<RunReport>& runs);

}  // namespace hoi
