#pragma once

#include "base/json_records.h"
#include "domain/annotation.h"
#include "formats/dataset_defect.h"

namespace hoi {

/// What an annotation file says, and what is wrong in it. Entries with an unreadable defect are
/// left out of the data set; every index and row of the data set is valid.
struct ParsedAnnotations {
  AnnotatedDataset dataset;
  DefectList defects;  ///< words first, then images, annotations and interactions
};

/// Reads the project's annotation format (docs/formats.md); the lists may stand in any order. Wrong
/// content becomes defects. Throws InputError where the text is no JSON or a record is too large.
ParsedAnnotations parse_annotations(const JsonRecords& records);

}  // namespace hoi
