#pragma once

#include <cstdint>
#include <string>

#include "formats/dataset_findings.h"

namespace hoi {

/// How often a rule was told.
inline std::int64_t repairs_of(const DatasetFindings& findings, const std::string& rule) {
  const auto found = findings.counts().find({DatasetFinding::Kind::kRepair, rule});
  return found == findings.counts().end() ? 0 : found->second;
}

inline std::int64_t losses_of(const DatasetFindings& findings, const std::string& rule) {
  const auto found = findings.counts().find({DatasetFinding::Kind::kLoss, rule});
  return found == findings.counts().end() ? 0 : found->second;
}

}  // namespace hoi
