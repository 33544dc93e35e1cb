#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "evaluation/role_average_precision.h"
#include "evaluation/score_report.h"
#include "vcoco/vcoco_ground_truth.h"

namespace hoi {

/// The files of one evaluation of V-COCO.
struct VcocoScoreFiles {
  std::filesystem::path vcoco;        ///< vcoco_<split>.json
  std::filesystem::path coco;         ///< COCO instances with these images
  std::filesystem::path split_ids;    ///< image ids, one a line; empty: all labelled images
  std::filesystem::path predictions;  ///< JSON (vcoco_predictions.h)
};

/// AP_agent and AP_role of V-COCO in both scenarios (spec 6.3, evaluation/role_average_precision.h)
/// of the predictions of any program. JSON, fractions in [0, 1], null where there is no positive:
///
///   {"AP_agent", "AP_role_s1", "AP_role_s2", "AP_role_s1_no_point", "AP_role_s2_no_point",
///    "classes": [{"action", "role", "AP_agent", "AP_s1", "AP_s2", "positives", "predictions"}]}
///
/// with one class per action and role, or per action with the role null where it has none. Throws
/// InputError when a file has another form.
ScoreReport score_vcoco(const VcocoScoreFiles& files, const ReadProgress& progress);

/// The same for a ground truth with its predictions.
ScoreReport score_vcoco(const VcocoGroundTruth& truth);

}  // namespace hoi
