#include "cli/findings_report.h"

#include <iostream>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"

namespace hoi {
namespace {

constexpr int kShownOfEachRule = 3;

}  // namespace

void report_findings(const DatasetFindings& findings, const std::string& file) {
  std::map<std::pair<DatasetFinding::Kind, std::string>, std::string> examples;
  std::map<std::pair<DatasetFinding::Kind, std::string>, int> shown;
  std::string all;
  for (const DatasetFinding& finding : findings.list()) {
    const bool repair = finding.kind == DatasetFinding::Kind::kRepair;
    all += fmt::format("{}: {}: {}\n", repair ? "repaired" : "left out", finding.rule,
                       describe(finding));
    const auto key = std::pair(finding.kind, finding.rule);
    if (shown[key]++ < kShownOfEachRule) examples[key] += "  " + describe(finding) + "\n";
  }
  for (const auto& [what, count] : findings.counts()) {
    const bool repair = what.first == DatasetFinding::Kind::kRepair;
    std::cerr << fmt::format("{} {}: {}\n", repair ? "repaired" : "left out", count, what.second)
              << examples[what];
    if (count > kShownOfEachRule) std::cerr << "  ...\n";
  }
  if (!file.empty()) write_file_atomically(file, all);
}

}  // namespace hoi
