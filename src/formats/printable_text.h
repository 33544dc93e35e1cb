#pragma once

#include <string>
#include <string_view>

namespace hoi {

/// A name from a file as it may be shown in a line for people: control characters and bytes that
/// are no UTF-8 become '?', and what is longer than 200 bytes is cut and ends in "...".
std::string printable(std::string_view text);

}  // namespace hoi
