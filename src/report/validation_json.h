#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/validation_report.h"

namespace hoi {

/// File name below `pictures/`, and what is known of it without the file.
using NamedPicture = std::pair<std::string, JudgedPicture>;

/// validation.json (docs/reports.md): everything but the bytes of the pictures. `names`: one file
/// name per picture.
nlohmann::json validation_json(const ValidationReport& report,
                               const std::vector<std::string>& names);

/// The way back, for a document that nobody vouches for: an entry without its word or of another
/// type is passed over, a figure of another type or outside of its range counts as absent. The
/// pictures come as `pictures`, the report has none. At most 2000 verbs and categories and 200
/// pictures are taken.
ValidationReport validation_from_json(const nlohmann::json& value,
                                      std::vector<NamedPicture>& pictures);

/// "right", "wrong", "missed".
const char* outcome_word(PictureOutcome outcome);

}  // namespace hoi
