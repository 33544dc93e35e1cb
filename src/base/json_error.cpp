#include "base/json_error.h"

#include <algorithm>

#include <fmt/format.h>

namespace hoi {
namespace {

/// The part of the library's message that says what is wrong, short and printable.
std::string reason_of(const nlohmann::json::exception& error) {
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

std::string json_position(std::string_view text, const std::string& name, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto break_before = before.rfind('\n');  // npos + 1 is 0: the first line
  return fmt::format("{}:{}:{}", name, line, before.size() - (break_before + 1) + 1);
}

std::string json_error_text(std::string_view text, const std::string& name, std::size_t offset,
                            const nlohmann::json::exception& error) {
  const auto* syntax = dynamic_cast<const nlohmann::json::parse_error*>(&error);
  if (syntax != nullptr && syntax->byte > 0) offset += syntax->byte - 1;
  return fmt::format("{}: no valid JSON: {}", json_position(text, name, offset), reason_of(error));
}

}  // namespace hoi
