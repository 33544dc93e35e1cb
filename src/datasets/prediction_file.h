#pragma once

#include <filesystem>
#include <vector>

#include "datasets/official_score.h"
#include "domain/annotation.h"
#include "domain/image_result.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// Writes results as the official prediction file (PIC: folder) of a metric, ready for `hoi score`
/// or for a submission.
///
/// results: `file` is the image's ImageAnnotation::file_name; words of `vocabulary` are matched by
/// name, and what the format does not know goes to `findings`. images: where image ids come from
/// (V-COCO, COCO). Throws InputError when the target exists already or cannot be written.
void write_predictions(OfficialMetric metric, const std::vector<ImageResult>& results,
                       const Vocabulary& vocabulary, const std::vector<ImageAnnotation>& images,
                       const std::filesystem::path& target, DatasetFindings& findings);

}  // namespace hoi
