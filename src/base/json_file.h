#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace hoi {

/// What a JSON text may cost before it is refused.
struct JsonLimits {
  std::uintmax_t max_bytes = std::uintmax_t{1} << 30;
  int max_depth = 64;
};

/// Parses a JSON file that nobody vouches for. Throws InputError with the file, the line and column
/// of a syntax error, or the limit that was passed; never recurses deeper than `max_depth`.
nlohmann::json read_json_file(const std::filesystem::path& path, const JsonLimits& limits = {});

/// The same for a text already in memory; `name` stands for the file in messages.
nlohmann::json parse_json(const std::string& text, const std::string& name,
                          const JsonLimits& limits = {});

}  // namespace hoi
