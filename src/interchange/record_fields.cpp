#include "interchange/record_fields.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"

namespace hoi {
namespace {

constexpr double kLargestNumber = 1e9;
constexpr std::int64_t kLargestImageSide = 1 << 20;  // pixels, as in docs/formats.md

bool is_usable_number(const nlohmann::json& value) {
  return value.is_number() && std::abs(value.get<double>()) <= kLargestNumber;
}

}  // namespace

RecordFields::RecordFields(const nlohmann::json& object, std::string where)
    : object_(object), where_(std::move(where)) {
  if (!object.is_object()) fail("must be an object, found " + shown(object));
}

void RecordFields::fail(const std::string& problem) const {
  throw InputError(where_ + ": " + problem);
}

const nlohmann::json* RecordFields::find(const char* key) const {
  const auto member = object_.find(key);
  return member == object_.end() || member->is_null() ? nullptr : &*member;
}

const nlohmann::json& RecordFields::required(const char* key) const {
  const auto member = object_.find(key);
  if (member == object_.end()) fail(fmt::format("'{}' is missing", key));
  return *member;
}

const nlohmann::json& RecordFields::list(const char* key) const {
  const nlohmann::json& value = required(key);
  if (!value.is_array()) fail(fmt::format("'{}' must be a list, found {}", key, shown(value)));
  return value;
}

std::string RecordFields::text(const char* key) const {
  const nlohmann::json& value = required(key);
  if (!value.is_string()) fail(fmt::format("'{}' must be a text, found {}", key, shown(value)));
  return value.get<std::string>();
}

std::optional<std::string> RecordFields::optional_text(const char* key) const {
  return find(key) != nullptr ? std::optional<std::string>(text(key)) : std::nullopt;
}

std::int64_t RecordFields::integer(const char* key) const {
  const nlohmann::json& value = required(key);
  const auto number = exact_integer(value);
  if (!number) fail(fmt::format("'{}' must be an integer, found {}", key, shown(value)));
  return *number;
}

int RecordFields::side(const char* key) const {
  const std::int64_t pixels = integer(key);
  if (pixels < 1 || pixels > kLargestImageSide) {
    fail(fmt::format("'{}' must be 1 to {} pixels, found {}", key, kLargestImageSide, pixels));
  }
  return static_cast<int>(pixels);
}

double RecordFields::number(const char* key) const {
  const nlohmann::json& value = required(key);
  if (!is_usable_number(value)) {
    fail(fmt::format("'{}' must be a number of at most 1e9, found {}", key, shown(value)));
  }
  return value.get<double>();
}

double RecordFields::number_or(const char* key, double absent) const {
  return find(key) != nullptr ? number(key) : absent;
}

std::array<double, 4> RecordFields::four_numbers(const char* key) const {
  const nlohmann::json& value = required(key);
  std::array<double, 4> numbers = {};
  bool valid = value.is_array() && value.size() == numbers.size();
  for (std::size_t i = 0; valid && i < numbers.size(); ++i) {
    valid = is_usable_number(value[i]);
    if (valid) numbers[i] = value[i].get<double>();
  }
  if (!valid) {
    fail(fmt::format("'{}' must be 4 numbers of at most 1e9, found {}", key, shown(value)));
  }
  return numbers;
}

bool RecordFields::flag_or(const char* key, bool absent) const {
  const nlohmann::json* value = find(key);
  if (value == nullptr) return absent;
  if (value->is_boolean()) return value->get<bool>();
  if (*value == 0 || *value == 1) return *value == 1;
  fail(fmt::format("'{}' must be true or false, found {}", key, shown(*value)));
}

}  // namespace hoi
