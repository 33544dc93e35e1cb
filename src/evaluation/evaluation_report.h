#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "domain/vocabulary.h"
#include "evaluation/box_average_precision.h"
#include "evaluation/triplet_average_precision.h"

namespace hoi {

/// mAP_rel with one line per verb, for people; percent with two decimals. The verbs are those of
/// the evaluation, in vocabulary order.
std::string triplet_table(const TripletAveragePrecision& evaluation, const Vocabulary& vocabulary);

/// The same for programs; fractions in [0, 1]:
///   {"mAP_rel", "mAP_rel_annotated_verbs", "mean_max_recall",
///    "verbs": [{"verb", "ap", "max_recall", "ground_truth", "predictions", "true_positives"}]}
nlohmann::json triplet_json(const TripletAveragePrecision& evaluation,
                            const Vocabulary& vocabulary);

/// COCO box AP with one line per category that has ground truth or predictions.
std::string detection_table(const BoxAveragePrecision& evaluation, const Vocabulary& vocabulary);

/// The same for programs; a category without ground truth has null precisions:
///   {"AP", "AP50", "AP75",
///    "categories": [{"category", "ap", "ap50", "ap75", "ground_truth", "predictions"}]}
nlohmann::json detection_json(const BoxAveragePrecision& evaluation, const Vocabulary& vocabulary);

}  // namespace hoi
