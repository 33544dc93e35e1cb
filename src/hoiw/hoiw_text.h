#pragma once

#include <string>
#include <vector>

#include "domain/box.h"

namespace hoi {

/// The fewest digits that read back to the same single-precision number: "486", "0.1". Throws
/// std::invalid_argument for a number that is not finite.
std::string hoiw_number(float value);

/// "[x1, y1, x2, y2]"; fractions are kept, the organisers' script takes them.
std::string hoiw_box(const Box& box);

/// A JSON string with its quotes; bytes that are no UTF-8 are replaced.
std::string hoiw_string(const std::string& text);

/// What pictures are called in HOIW files, which have no folders: the base name of each, or where
/// two different names would become the same, the whole relative name with '_' for '/' and more
/// '_' before it as needed. As many as there are names; equal ones stay equal.
std::vector<std::string> hoiw_file_names(const std::vector<std::string>& file_names);

}  // namespace hoi
