#pragma once

#include <string>
#include <vector>

#include "report/run_report.h"

namespace hoi {

/// The settings of one run: the most asked for in a list, the whole config.toml folded up. "" when
/// there are none.
std::string settings_section_html(const RunReport& run);

/// Those settings in which runs differ, one column per run. "" when they are the same.
std::string differing_settings_html(const std::vector<RunReport>& runs);

/// What was wrong with the training data, what of the folder could not be read, and the end of the
/// log. "" when there is nothing of it.
std::string log_section_html(const RunReport& run);

}  // namespace hoi
