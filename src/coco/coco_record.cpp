#include "coco/coco_record.h"

#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "formats/run_length_json.h"

namespace hoi {

using nlohmann::json;

CocoRecord::CocoRecord(const json& value, const std::string& file, const char* list,
                       std::size_t position)
    : value_(value), file_(file), list_(list), position_(position) {
  if (!value.is_object()) fail("must be an object, found " + shown(value));
}

void CocoRecord::fail(const std::string& problem) const {
  throw InputError(fmt::format("{}: {}[{}]: {}", file_, list_, position_, problem));
}

const json* CocoRecord::find(const char* name) const {
  const auto member = value_.find(name);
  return member != value_.end() && !member->is_null() ? &*member : nullptr;
}

const json& CocoRecord::required(const char* name) const {
  const json* member = find(name);
  if (member == nullptr) fail(fmt::format("'{}' is missing", name));
  return *member;
}

std::int64_t CocoRecord::integer(const char* name) const {
  const json& member = required(name);
  const auto number = exact_integer(member);
  if (!number) fail(fmt::format("'{}' must be an integer, found {}", name, shown(member)));
  return *number;
}

double CocoRecord::number(const char* name) const {
  const json& member = required(name);
  constexpr double kLargestNumber = 1e300;
  if (!member.is_number() || !(std::abs(member.get<double>()) <= kLargestNumber)) {
    fail(fmt::format("'{}' must be a finite number, found {}", name, shown(member)));
  }
  return member.get<double>();
}

std::string CocoRecord::text(const char* name) const {
  const json& member = required(name);
  if (!member.is_string()) fail(fmt::format("'{}' must be a text, found {}", name, shown(member)));
  return member.get<std::string>();
}

bool CocoRecord::flag(const char* name) const {
  const json* member = find(name);
  if (member == nullptr) return false;
  if (member->is_boolean()) return member->get<bool>();
  if (!member->is_number_integer() || (*member != 0 && *member != 1)) {
    fail(fmt::format("'{}' must be 0 or 1, found {}", name, shown(*member)));
  }
  return *member == 1;
}

std::optional<std::array<double, 4>> CocoRecord::box(const char* name) const {
  const json* member = find(name);
  if (member == nullptr || (member->is_array() && member->empty())) return std::nullopt;
  const auto numbers = finite_numbers(*member);
  if (!numbers || numbers->size() != 4) {
    fail(fmt::format("'{}' must be [x, y, width, height], found {}", name, shown(*member)));
  }
  return std::array<double, 4>{(*numbers)[0], (*numbers)[1], (*numbers)[2], (*numbers)[3]};
}

RunLengthMask CocoRecord::run_lengths(const char* name, int width, int height) const {
  RunLengthMask mask;
  try {
    mask = parse_run_lengths(required(name));
  } catch (const InputError& error) {
    fail(fmt::format("'{}': {}", name, error.what()));
  }
  if (width > 0 && (mask.width != width || mask.height != height)) {
    fail(fmt::format("'{}' is a mask of {} x {} pixels, its image has {} x {}", name, mask.width,
                     mask.height, width, height));
  }
  return mask;
}

std::vector<std::vector<double>> CocoRecord::polygons(const char* name) const {
  const json& member = required(name);
  std::vector<std::vector<double>> polygons;
  const auto refuse = [&](const json& found) {
    fail(
        fmt::format("'{}' must be run-length codes or a list of polygons [x0, y0, x1, y1, ...], "
                    "found {}",
                    name, shown(found)));
  };
  if (!member.is_array()) refuse(member);
  for (const json& outline : member) {
    auto numbers = finite_numbers(outline);
    if (!numbers || numbers->size() % 2 != 0) refuse(outline);
    polygons.push_back(std::move(*numbers));
  }
  return polygons;
}

}  // namespace hoi
