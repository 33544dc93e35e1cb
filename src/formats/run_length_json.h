#pragma once

#include <nlohmann/json.hpp>

#include "domain/run_length_mask.h"

namespace hoi {

/// A mask as COCO files hold it, {"size": [height, width], "counts": ...}; the counts are a list of
/// numbers or, compressed, a text (run_length_text.h). Throws InputError, without a place, when it
/// is something else.
RunLengthMask parse_run_lengths(const nlohmann::json& value);

/// The same with compressed counts.
nlohmann::ordered_json run_lengths_to_json(const RunLengthMask& mask);

}  // namespace hoi
