#include "formats/dataset_findings.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {

std::string describe(const DatasetFinding& finding) {
  return finding.file + ": " + finding.where + (finding.where.empty() ? "" : ": ") + finding.text;
}

void DatasetFindings::add(DatasetFinding finding) {
  if (strict_ && finding.kind == DatasetFinding::Kind::kRepair) {
    throw InputError(describe(finding) + " (refused because of --strict)");
  }
  const std::int64_t count = ++counts_[{finding.kind, finding.rule}];
  if (count <= kMostListed) list_.push_back(std::move(finding));
}

void DatasetFindings::repair(const std::string& rule, const std::string& file,
                             const std::string& where, const std::string& text) {
  add({DatasetFinding::Kind::kRepair, rule, file, where, text});
}

void DatasetFindings::loss(const std::string& rule, const std::string& file,
                           const std::string& where, const std::string& text) {
  add({DatasetFinding::Kind::kLoss, rule, file, where, text});
}

namespace {

std::int64_t total(const DatasetFindings& findings, DatasetFinding::Kind kind) {
  std::int64_t sum = 0;
  for (const auto& [what, count] : findings.counts()) {
    if (what.first == kind) sum += count;
  }
  return sum;
}

}  // namespace

std::int64_t DatasetFindings::repairs() const {
  return total(*this, DatasetFinding::Kind::kRepair);
}

std::vector<std::string> DatasetFindings::summary() const {
  std::vector<std::string> lines;
  for (const auto& [what, count] : counts_) {
    const bool repair = what.first == DatasetFinding::Kind::kRepair;
    lines.push_back(fmt::format("{} {}: {}", repair ? "repaired" : "left out", count, what.second));
  }
  return lines;
}

std::int64_t DatasetFindings::losses() const { return total(*this, DatasetFinding::Kind::kLoss); }

}  // namespace hoi
