#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace hoi {

/// `text` with every byte that is no part of valid UTF-8, and every control character but line
/// break and tab, replaced by '?'.
std::string valid_utf8(std::string_view text);

/// valid_utf8 as text of an HTML element or of a quoted attribute: nothing in it can end either.
std::string escaped_html(std::string_view text);

/// JSON as the content of a script element: no '<' and no '&' in it, so that no string can end the
/// element. Strings that are no UTF-8 are mended.
std::string script_json(const nlohmann::json& value);

/// Base64 (RFC 4648, section 4, with padding).
std::string base64(std::string_view bytes);

/// "'sha256-...'", the name by which a content security policy allows this very script.
std::string script_source_hash(std::string_view script);

/// 1234567 -> "1,234,567".
std::string grouped_digits(std::int64_t number);

/// 0.4321 -> "43.2"; nothing -> "-".
std::string percent_text(std::optional<double> fraction);

/// A value with four significant digits, "-" when it is not finite.
std::string short_number(double value);

/// 1536 -> "1.5 kB"; bytes in units of 1000.
std::string byte_count(std::uintmax_t bytes);

}  // namespace hoi
