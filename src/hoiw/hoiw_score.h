#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "evaluation/score_report.h"

namespace hoi {

/// HOIW's mAP_rel (spec 6.1, evaluation/triplet_average_precision.h) of a prediction file of any
/// program against an annotation file of the organisers' form. Classes are compared by the ids in
/// the files, so a file with more objects than the official 11 is scored all the same; verbs
/// outside 1..10 take no part on either side. Nothing of the annotations is mended: what training
/// leaves out (indices out of range) stays in the denominator, as the organisers count it.
///
/// JSON: {"mAP_rel", "mean_max_recall",
///        "verbs": [{"verb", "ap", "max_recall", "ground_truth", "predictions",
///        "true_positives"}]}.
/// Throws InputError for a file that has not the form of hoiw_entry.h.
ScoreReport score_hoiw(const std::filesystem::path& ground_truth_file,
                       const std::filesystem::path& predictions_file, const ReadProgress& progress);

/// The same for texts in memory.
ScoreReport score_hoiw_records(const JsonRecords& ground_truth, const JsonRecords& predictions);

}  // namespace hoi
