#include "base/json_file.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json_error.h"

namespace hoi {
namespace {

/// Refuses a text that nests deeper than `max_depth` by one pass over its brackets. Up to the first
/// syntax error this sees exactly the brackets that the parser sees, and there the parser stops.
void check_depth(const std::string& text, const std::string& name, int max_depth) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (in_string) {
      if (letter == '\\') ++i;
      if (letter == '"') in_string = false;
    } else if (letter == '"') {
      in_string = true;
    } else if (letter == '[' || letter == '{') {
      if (++depth > max_depth) {
        throw InputError(fmt::format("{}: nested deeper than the {} levels that are accepted here",
                                     json_position(text, name, i), max_depth));
      }
    } else if (letter == ']' || letter == '}') {
      --depth;
    }
  }
}

}  // namespace

nlohmann::json parse_json(const std::string& text, const std::string& name,
                          const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    throw InputError(fmt::format("{}: has {} bytes, more than the {} that are accepted here", name,
                                 text.size(), limits.max_bytes));
  }
  // The library takes a zero byte for the end and would not look at what hides behind it.
  if (const auto zero = text.find('\0'); zero != std::string::npos) {
    throw InputError(json_position(text, name, zero) + ": no valid JSON: a zero byte");
  }
  check_depth(text, name, limits.max_depth);
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::exception& error) {
    throw InputError(json_error_text(text, name, 0, error));
  }
}

nlohmann::json read_json_file(const std::filesystem::path& path, const JsonLimits& limits) {
  return parse_json(read_file(path, limits.max_bytes), path.string(), limits);
}

}  // namespace hoi
