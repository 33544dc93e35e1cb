#include "hicodet/hicodet_json_value.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "formats/printable_text.h"

namespace hoi {
namespace {

constexpr double kLargestNumber = 1e9;

}  // namespace

void HicodetPlace::fail(const std::string& problem) const {
  throw InputError(fmt::format("{}: {} {}: {}", file, list, position, problem));
}

const nlohmann::json& hicodet_member(const nlohmann::json& record, const char* name,
                                     const HicodetPlace& place) {
  if (!record.is_object()) {
    place.fail(fmt::format("found {}, expected an object", shown(record)));
  }
  const auto found = record.find(name);
  if (found == record.end()) place.fail(fmt::format("\"{}\" is missing", name));
  return *found;
}

const nlohmann::json& hicodet_list(const nlohmann::json& record, const char* name,
                                   const HicodetPlace& place) {
  const nlohmann::json& member = hicodet_member(record, name, place);
  if (!member.is_array()) {
    place.fail(fmt::format("\"{}\" is {}, expected a list", name, shown(member)));
  }
  return member;
}

std::optional<std::int64_t> hicodet_whole_number(const nlohmann::json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number_float()) {
    const auto number = value.get<double>();
    if (!(std::abs(number) <= kLargestNumber) || number != std::floor(number)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole =
      error == std::errc() &&
      text.find_first_not_of(" \n\r\t", static_cast<std::size_t>(end - text.data())) ==
          std::string::npos;
  return whole ? std::optional<std::int64_t>(number) : std::nullopt;
}

int hicodet_index(const nlohmann::json& value, int first, std::size_t count, const char* name,
                  const HicodetPlace& place) {
  const auto number = hicodet_whole_number(value);
  if (!number || *number < first || *number - first >= static_cast<std::int64_t>(count)) {
    place.fail(fmt::format("\"{}\" is {}, expected {}", name, shown(value),
                           count == 0 ? "nothing, for there are none"
                                      : fmt::format("a whole number from {} to {}", first,
                                                    first + static_cast<std::int64_t>(count) - 1)));
  }
  return static_cast<int>(*number - first);
}

double hicodet_number(const nlohmann::json& value, const char* name, const HicodetPlace& place) {
  const double number = value.is_number() ? value.get<double>() : NAN;
  if (!(std::abs(number) <= kLargestNumber)) {
    place.fail(fmt::format("\"{}\" is {}, expected a number of at most 1e9", name, shown(value)));
  }
  return number;
}

std::array<double, 4> hicodet_corners(const nlohmann::json& value, const char* name,
                                      const HicodetPlace& place) {
  if (!value.is_array() || value.size() != 4) {
    place.fail(fmt::format("\"{}\" is {}, expected four numbers", name, shown(value)));
  }
  std::array<double, 4> corners = {};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    corners[i] = hicodet_number(value[i], name, place);
  }
  return corners;
}

std::string hicodet_file_name(const std::string& name, const HicodetPlace& place) {
  if (name.empty() || name == "." || name == ".." ||
      name.find_first_of("/\\") != std::string::npos) {
    place.fail(fmt::format("the file name '{}' is no plain name", printable(name)));
  }
  return name;
}

std::string hicodet_file_name(const nlohmann::json& value, const HicodetPlace& place) {
  if (!value.is_string()) {
    place.fail(fmt::format("found {}, expected a file name", shown(value)));
  }
  return hicodet_file_name(value.get_ref<const std::string&>(), place);
}

}  // namespace hoi
