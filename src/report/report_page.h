#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report/page_assets.h"
#include "report/run_report.h"

namespace hoi {

/// One HTML file about a run, or about several over each other: it loads nothing from anywhere, and
/// its content security policy lets nothing run but its own scripts, whatever the words of the data
/// are. runs: at least one.
std::string report_page(const std::vector<RunReport>& runs,
                        const PageAssets& assets = built_in_assets());

/// Reads the run folders and writes their page to `output`, whole or not at all. Returns what was
/// read. Throws InputError.
std::vector<RunReport> write_report(const std::vector<std::filesystem::path>& folders,
                                    const std::filesystem::path& output);

}  // namespace hoi
