#pragma once

#include <cstdint>
#include <map>

#include "base/json_records.h"
#include "domain/vocabulary.h"
#include "formats/dataset_defect.h"

namespace hoi {

/// The words of an annotation file and what their ids in the file stand for.
struct ParsedVocabulary {
  Vocabulary vocabulary;
  std::map<std::int64_t, int> category_of_id;  ///< id in the file -> index into `objects`
  std::map<std::int64_t, int> verb_of_id;      ///< id in the file -> index into `verbs`
};

/// Reads `categories`, `verbs` and `person_as_object` of an annotation file (docs/formats.md);
/// indices follow the order of the file. Adds what is wrong to `defects`.
ParsedVocabulary parse_vocabulary(const JsonRecords& records, DefectList& defects);

}  // namespace hoi
