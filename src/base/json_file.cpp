#include "base/json_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace hoi {
namespace {

/// "name:line:column", both counted from 1, of a byte offset.
std::string position(const std::string& text, const std::string& name, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  const auto line = 1 + std::count(text.begin(), end, '\n');
  const auto break_before = std::find(std::make_reverse_iterator(end), text.rend(), '\n');
  const auto column = 1 + std::distance(break_before.base(), end);
  return fmt::format("{}:{}:{}", name, line, column);
}

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
                                     position(text, name, i), max_depth));
      }
    } else if (letter == ']' || letter == '}') {
      --depth;
    }
  }
}

/// The part of the library's message that says what is wrong, short and printable.
std::string description(const nlohmann::json::exception& error) {
  std::string text = error.what();
  for (const std::string lead_in : {"] ", "column ", ": "}) {
    const auto at = text.find(lead_in);
    if (at != std::string::npos) text.erase(0, at + lead_in.size());
  }
  constexpr std::size_t kLongest = 160;
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  std::replace_if(
      text.begin(), text.end(), [](char letter) { return letter < ' ' || letter > '~'; }, '?');
  return text;
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
    throw InputError(position(text, name, zero) + ": no valid JSON: a zero byte");
  }
  check_depth(text, name, limits.max_depth);
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    throw InputError(
        fmt::format("{}: no valid JSON: {}", position(text, name, offset), description(error)));
  } catch (const nlohmann::json::exception& error) {
    throw InputError(fmt::format("{}: no valid JSON: {}", name, description(error)));
  }
}

nlohmann::json read_json_file(const std::filesystem::path& path, const JsonLimits& limits) {
  return parse_json(read_file(path, limits.max_bytes), path.string(), limits);
}

}  // namespace hoi
