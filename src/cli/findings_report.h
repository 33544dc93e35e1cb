#pragma once

#include <string>

#include "formats/dataset_findings.h"

namespace hoi {

/// What a command tells about repairs and losses: on standard error one line per kind with its
/// count and the first three of its entries. With a file name, every entry goes there as well, one
/// a line ("" writes no file).
void report_findings(const DatasetFindings& findings, const std::string& file);

}  // namespace hoi
