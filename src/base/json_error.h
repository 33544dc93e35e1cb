#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace hoi {

/// "name:line:column", both counted from 1, of a byte offset in `text`.
std::string json_position(std::string_view text, const std::string& name, std::size_t offset);

/// The InputError text for what the JSON library found wrong in the piece of `text` that starts at
/// `offset`: position, "no valid JSON" and the library's reason, short and printable.
std::string json_error_text(std::string_view text, const std::string& name, std::size_t offset,
                            const nlohmann::json::exception& error);

}  // namespace hoi
