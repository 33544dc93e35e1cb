#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// The known name with the smallest Levenshtein distance to `name`, for "did you mean" hints;
/// nothing when even that one differs in more than half of its letters.
std::optional<std::string> nearest_name(const std::string& name,
                                        const std::vector<std::string>& known);

}  // namespace hoi
