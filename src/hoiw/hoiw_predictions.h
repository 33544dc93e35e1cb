#pragma once

#include <filesystem>
#include <vector>

#include "base/json_records.h"
#include "domain/image_result.h"
#include "domain/vocabulary.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// Reads a prediction file of the organisers' form (spec 6.1) as results with the classes of
/// hoiw_vocabulary(), interactions sorted by score. Widths and heights are 0: the file has none.
///
/// What results cannot hold is left out and told to `findings`: boxes and triples of unknown
/// classes, triples whose rows do not exist, scores outside [0, 1] (clamped). For the score of a
/// file use score_hoiw, which leaves out nothing. Throws InputError for wrong structure.
std::vector<ImageResult> read_hoiw_predictions(const JsonRecords& records,
                                               DatasetFindings& findings);

/// Writes results as a prediction file for the organisers' script. An image is called by its base
/// name (hoiw_file_names), as in the annotation file; category ids are texts as there. `vocabulary`
/// has the words of the results.
///
/// Losses, one each: a mask, an instance or verb without a HOIW word, an interaction that loses an
/// end, a picture that had to be renamed. Throws InputError when the file cannot be written.
void write_hoiw_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                            const std::filesystem::path& file, DatasetFindings& findings);

}  // namespace hoi
