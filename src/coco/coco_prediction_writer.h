#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json_records.h"
#include "domain/annotation.h"
#include "domain/image_result.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// What images and categories are called in a COCO file.
struct CocoIds {
  std::unordered_map<std::string, std::int64_t> image_of_file;  ///< by `file_name`
  /// By name, with ' ' for '_' and "person" for "human".
  std::unordered_map<std::string, std::int64_t> category_of_name;
};

/// The ids that write_annotation_file gives: those of the images where they are unique, else 1, 2,
/// ...; categories from 1 in vocabulary order.
CocoIds coco_ids_of(const Vocabulary& vocabulary, const std::vector<ImageAnnotation>& images);

/// The ids of a COCO instances file. Throws InputError for other structures.
CocoIds read_coco_ids(const JsonRecords& records);

/// Writes instances as a COCO results file (coco_predictions.h): boxes as x, y, width and height,
/// masks as compressed run lengths. Scores and boxes are finite; `vocabulary` has the words of the
/// results, matched by name (see CocoIds).
///
/// Losses, one each: an instance of an image or a category without id, an interaction. Throws
/// InputError when the file cannot be written.
void write_coco_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                            const CocoIds& ids, const std::filesystem::path& file,
                            DatasetFindings& findings);

}  // namespace hoi
