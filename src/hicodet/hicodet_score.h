#pragma once

#include <filesystem>
#include <vector>

#include "base/json_records.h"
#include "evaluation/score_report.h"
#include "hicodet/hicodet_detections.h"
#include "hicodet/hicodet_ground_truth.h"

namespace hoi {

/// HICO-DET's average precision of every interaction, in two settings (spec 6.4).
struct HicodetScore {
  std::vector<InteractionAveragePrecision> all_images;  ///< "default"
  /// "Known object": only predictions in images that show the interaction's object.
  std::vector<InteractionAveragePrecision> known_object;
};

HicodetScore evaluate_hicodet(const HicodetGroundTruth& truth, const HicodetDetections& detections);

/// The score as a report:
///
///   {"default": {"full", "rare", "non_rare", "mean_recall"}, "known_object": {the same},
///    "classes": [{"id", "object", "verb", "rare", "ground_truth", "ap_default",
///                 "ap_known_object", "recall_default", "recall_known_object"}, ...]}
///
/// Ids count from 1. A mean over no class and a recall without ground truth are null; the latter is
/// left out of the mean recall.
ScoreReport hicodet_report(const HicodetGroundTruth& truth, const HicodetDetections& detections);

/// Scores a prediction file (or folder) against a data set folder or file, as
/// read_hicodet_ground_truth and read_hicodet_detections read them. Throws InputError.
ScoreReport score_hicodet(const std::filesystem::path& ground_truth,
                          const std::filesystem::path& predictions, const ReadProgress& progress);

}  // namespace hoi
