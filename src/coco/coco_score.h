#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "evaluation/score_report.h"

namespace hoi {

/// COCO average precision (spec 6.5) of the results of any program against a COCO instances file:
/// of the boxes, and of the masks too when a result has one. Fractions in [0, 1], null where there
/// is no ground truth:
///
///   {"box": {"AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm",
///            "ARl", "categories": [{"category", "ap", "ap50", "ap75", "ground_truth",
///            "predictions"}]},
///    "mask": the same, or null}
///
/// Sizes are told apart by `area` of the annotations and the area of the predicted box or mask; a
/// results file with both forms is scored as the COCO API scores each of them alone. Annotations
/// and results without a mask take no part in the masks' precision. Results of unknown images or
/// categories are counted in the notices. Throws InputError for files of another structure and for
/// masks of another size than their image.
ScoreReport score_coco(const std::filesystem::path& ground_truth_file,
                       const std::filesystem::path& predictions_file, const ReadProgress& progress);

/// The same for texts in memory.
ScoreReport score_coco_records(const JsonRecords& ground_truth, const JsonRecords& predictions);

}  // namespace hoi
