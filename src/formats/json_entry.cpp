#include "formats/json_entry.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace hoi {

std::optional<std::int64_t> exact_integer(const nlohmann::json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest) return std::nullopt;
  return value.get<std::int64_t>();
}

JsonEntry::JsonEntry(const nlohmann::json& value, std::string entity, std::size_t position,
                     std::string file, std::vector<DatasetDefect>& defects)
    : value_(value), entity_(std::move(entity)), file_(std::move(file)), defects_(defects) {
  const nlohmann::json* id = find("id");
  if (id != nullptr) id_ = exact_integer(*id);
  if (id_) return;
  entity_ += fmt::format(" at position {}", position);
  if (!value_.is_object()) {
    add_unreadable("must be an object, found " + shown(value_));
  } else if (id == nullptr) {
    add_unreadable("'id' is missing");
  } else {
    add_unreadable("'id' must be an integer, found " + shown(*id));
  }
}

const nlohmann::json* JsonEntry::find(const std::string& name) const {
  if (!value_.is_object()) return nullptr;
  const auto member = value_.find(name);
  return member != value_.end() ? &*member : nullptr;
}

const nlohmann::json* JsonEntry::required(const std::string& name) {
  const nlohmann::json* member = find(name);
  if (member == nullptr && value_.is_object()) add_unreadable("'" + name + "' is missing");
  return member;
}

std::optional<std::int64_t> JsonEntry::integer(const std::string& name) {
  const nlohmann::json* member = required(name);
  if (member == nullptr) return std::nullopt;
  const auto number = exact_integer(*member);
  if (!number) {
    add_unreadable(fmt::format("'{}' must be an integer, found {}", name, shown(*member)));
  }
  return number;
}

std::optional<std::string> JsonEntry::text(const std::string& name) {
  const nlohmann::json* member = required(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_string()) return member->get<std::string>();
  add_unreadable(fmt::format("'{}' must be a text, found {}", name, shown(*member)));
  return std::nullopt;
}

std::optional<std::vector<double>> JsonEntry::numbers(const std::string& name, std::size_t count) {
  const nlohmann::json* member = required(name);
  if (member == nullptr) return std::nullopt;
  auto values = finite_numbers(*member);
  if (values && values->size() == count) return values;
  add_unreadable(
      fmt::format("'{}' must be {} finite numbers, found {}", name, count, shown(*member)));
  return std::nullopt;
}

bool JsonEntry::boolean_or(const std::string& name, bool absent) {
  const nlohmann::json* member = find(name);
  if (member == nullptr) return absent;
  if (member->is_boolean()) return member->get<bool>();
  if (member->is_number_integer() && (*member == 0 || *member == 1)) return *member == 1;
  add_unreadable(fmt::format("'{}' must be true or false, found {}", name, shown(*member)));
  return absent;
}

std::string JsonEntry::text_or(const std::string& name, const std::string& absent) {
  return find(name) != nullptr ? text(name).value_or(absent) : absent;
}

void JsonEntry::add_unreadable(const std::string& problem) {
  add(problem, true);
  readable_ = false;
}

void JsonEntry::add_questionable(const std::string& problem) { add(problem, false); }

void JsonEntry::add(const std::string& problem, bool unreadable) {
  defects_.push_back({file_, entity_, id_, problem, unreadable});
}

std::optional<std::vector<double>> finite_numbers(const nlohmann::json& value) {
  if (!value.is_array()) return std::nullopt;
  constexpr double kLargest = 1e9;
  std::vector<double> numbers;
  numbers.reserve(value.size());
  for (const auto& element : value) {
    if (!element.is_number() || !(std::abs(element.get<double>()) <= kLargest)) return std::nullopt;
    numbers.push_back(element.get<double>());
  }
  return numbers;
}

std::string shown(const nlohmann::json& value) {
  constexpr std::size_t kLongest = 60;
  if (value.is_object()) return "an object";
  if (value.is_array() && value.size() > 8) return fmt::format("a list of {}", value.size());
  // Non-ASCII letters as escapes: a cut through a letter must not leave half of it.
  std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  return text;
}

}  // namespace hoi
