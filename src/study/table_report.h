#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "study/measured_table.h"

namespace hoi {

/// The table as Markdown: percent, mean +- standard deviation over the seeds, the gain to the first
/// row, and the paper's numbers beside them.
std::string table_markdown(const MeasuredTable& table);

/// Every single value, schema "hoi-study-table/1" (docs/study.md); fractions in [0, 1], the paper's
/// numbers in percent as it prints them.
nlohmann::json table_json(const MeasuredTable& table);

/// Two panels: measured mAP_rel as bars with whiskers of one standard deviation, and the numbers of
/// the paper as markers. An SVG document.
std::string table_chart(const MeasuredTable& table);

}  // namespace hoi
