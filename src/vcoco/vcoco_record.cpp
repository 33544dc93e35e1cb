#include "vcoco/vcoco_record.h"

#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"

namespace hoi {

using nlohmann::json;

VcocoRecord::VcocoRecord(const json& value, const std::string& file, const char* entity,
                         std::size_t position)
    : value_(value), file_(file), entity_(entity), position_(position) {
  if (!value.is_object()) fail("must be an object, found " + shown(value));
}

std::string VcocoRecord::where() const {
  const json* id = find("id");
  const auto number = id != nullptr ? exact_integer(*id) : std::nullopt;
  if (number) return fmt::format("{} {}", entity_, *number);
  return fmt::format("{} at position {}", entity_, position_);
}

void VcocoRecord::fail(const std::string& problem) const {
  throw InputError(fmt::format("{}: {}: {}", file_, where(), problem));
}

void VcocoRecord::fail_type(const char* name, const char* expected, const json& found) const {
  fail(fmt::format("'{}' must be {}, found {}", name, expected, shown(found)));
}

const json* VcocoRecord::find(const char* name) const {
  if (!value_.is_object()) return nullptr;
  const auto found = value_.find(name);
  return found != value_.end() ? &*found : nullptr;
}

const json& VcocoRecord::member(const char* name) const {
  const json* found = find(name);
  if (found == nullptr) fail(fmt::format("'{}' is missing", name));
  return *found;
}

const json& VcocoRecord::list(const char* name) const {
  const json& found = member(name);
  if (!found.is_array()) fail_type(name, "a list", found);
  return found;
}

std::string VcocoRecord::text(const char* name) const {
  const json& found = member(name);
  if (!found.is_string()) fail_type(name, "a text", found);
  return found.get<std::string>();
}

std::int64_t VcocoRecord::integer(const char* name) const {
  const json& found = member(name);
  const auto number = exact_integer(found);
  if (!number) fail_type(name, "an integer", found);
  return *number;
}

double VcocoRecord::number(const char* name) const {
  const json& found = member(name);
  if (!found.is_number()) fail_type(name, "a number", found);
  return found.get<double>();
}

bool VcocoRecord::flag(const char* name) const {
  const json* found = find(name);
  if (found == nullptr) return false;
  if (found->is_boolean()) return found->get<bool>();
  if (!found->is_number_integer() || (*found != 0 && *found != 1)) {
    fail_type(name, "0 or 1", *found);
  }
  return *found == 1;
}

std::vector<std::int64_t> VcocoRecord::integers(const char* name) const {
  std::vector<std::int64_t> numbers;
  const json& found = list(name);
  numbers.reserve(found.size());
  for (const json& element : found) {
    const auto number = exact_integer(element);
    if (!number) {
      fail(fmt::format("'{}' must hold integers, found {} at position {}", name, shown(element),
                       numbers.size()));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<double> VcocoRecord::coordinates(const char* name, std::size_t count) const {
  const json& found = member(name);
  auto numbers = finite_numbers(found);
  if (!numbers || numbers->size() != count) {
    fail_type(name, fmt::format("{} finite numbers", count).c_str(), found);
  }
  return std::move(*numbers);
}

}  // namespace hoi
