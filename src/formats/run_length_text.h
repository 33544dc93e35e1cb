#pragma once

#include <string>
#include <string_view>

#include "domain/run_length_mask.h"

namespace hoi {

/// Run lengths as one word, the compressed `counts` of COCO files. Each count but the first three
/// is written as its difference to the count two before; a number is cut into groups of 5 bits, the
/// lowest first, as few as keep its sign (two's complement); a letter is '0' plus the group, plus
/// 32 when more groups follow.
std::string run_length_text(const RunLengthMask& mask);

/// The mask of width x height that `text` stands for, the inverse of run_length_text. Throws
/// InputError, without a place, for sides outside of 1 to kLargestMaskSide, foreign letters,
/// numbers that end too early or have needless letters, and counts that are negative or do not add
/// up to width * height.
RunLengthMask parse_run_length_text(std::string_view text, int width, int height);

}  // namespace hoi
