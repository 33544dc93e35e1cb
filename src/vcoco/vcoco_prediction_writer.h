#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "domain/image_result.h"
#include "domain/vocabulary.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// Writes results as a prediction file of V-COCO in JSON (spec 6.3), one entry per person and
/// object:
///
///   - the score of a role is the score of its verb times those of both boxes (spec 2.16);
///   - the score of an agent is the highest of the action's roles; 0 for actions without a role;
///   - roles that the pair does not fill have a box of zeros and the score 0, so that every class
///     has predictions and the organisers' script does not stop;
///   - boxes come from the masks where these are known, and x2 and y2 are the last pixels inside.
///
/// image_ids: the COCO image id of each result. vocabulary: the words of the results; verbs are
/// matched by name, and interactions of other verbs, or of subjects that are no persons, are lost.
/// Throws InputError when the file cannot be written.
void write_vcoco_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                             const std::vector<std::int64_t>& image_ids,
                             const std::filesystem::path& target, DatasetFindings& findings);

/// The text of that file.
std::string vcoco_prediction_text(const std::vector<ImageResult>& results,
                                  const Vocabulary& vocabulary,
                                  const std::vector<std::int64_t>& image_ids,
                                  DatasetFindings& findings);

}  // namespace hoi
