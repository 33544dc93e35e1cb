#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "base/option_fields.h"
#include "evaluation/score_report.h"

namespace hoi {

/// Whose evaluation protocol (spec section 6).
enum class OfficialMetric { kHoiw, kPic, kVcoco, kHico, kCoco };

const Choices<OfficialMetric>& official_metrics();

/// Files in the organisers' own layouts (docs/evaluation.md).
struct ScoreFiles {
  std::filesystem::path ground_truth;
  std::filesystem::path predictions;
  std::filesystem::path coco;       ///< V-COCO only: the COCO instances file
  std::filesystem::path split_ids;  ///< V-COCO only: image ids, one a line
};

/// Scores predictions. Throws InputError when a file is missing or malformed.
ScoreReport score_files(OfficialMetric metric, const ScoreFiles& files,
                        const ReadProgress& progress);

}  // namespace hoi
