#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hoi {

/// The text in the data element of a char array as UTF-8. type: the element's (hicodet/
/// mat_element.h); 8 bits are ASCII or UTF-8, 16 bits UTF-16. Unpaired halves become U+FFFD.
/// Nothing for other types, half letters and texts with zero letters.
std::optional<std::string> decode_mat_text(std::uint32_t type, std::string_view data);

/// UTF-8 as UTF-16; bytes that are no UTF-8 become U+FFFD.
std::vector<std::uint16_t> utf16_of(const std::string& text);

}  // namespace hoi
