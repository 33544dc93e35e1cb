#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "domain/annotation.h"
#include "formats/dataset_defect.h"

namespace hoi {

/// What an annotation file says, and everything that is wrong in it. Entries with an unreadable
/// defect are left out of the data set.
struct ParsedAnnotations {
  AnnotatedDataset dataset;
  std::vector<DatasetDefect> defects;  ///< in the order of the file
};

/// Reads the project's annotation format (docs/formats.md); never throws for wrong content. `file`
/// stands for the document in messages.
ParsedAnnotations parse_annotations(const nlohmann::json& document, const std::string& file);

}  // namespace hoi
