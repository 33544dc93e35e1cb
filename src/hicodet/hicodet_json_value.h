#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace hoi {

/// Where a value stands in a JSON file; turned into text only when something is wrong.
struct HicodetPlace {
  const std::string& file;
  const char* list = "";     ///< "annotation"
  std::size_t position = 0;  ///< in this list, from 0

  /// Throws InputError: "file: list position: problem".
  [[noreturn]] void fail(const std::string& problem) const;
};

/// A member of an object. Throws InputError when `record` is no object or lacks it.
const nlohmann::json& hicodet_member(const nlohmann::json& record, const char* name,
                                     const HicodetPlace& place);

/// The same, which must be a list.
const nlohmann::json& hicodet_list(const nlohmann::json& record, const char* name,
                                   const HicodetPlace& place);

/// A number without fraction, also written as 3.0 or as a text ("3"); nothing for other values.
std::optional<std::int64_t> hicodet_whole_number(const nlohmann::json& value);

/// A whole number in [first, first + count), minus `first`. Throws InputError.
int hicodet_index(const nlohmann::json& value, int first, std::size_t count, const char* name,
                  const HicodetPlace& place);

/// A number of at most 1e9 in size. Throws InputError.
double hicodet_number(const nlohmann::json& value, const char* name, const HicodetPlace& place);

/// x1, y1, x2, y2. Throws InputError.
std::array<double, 4> hicodet_corners(const nlohmann::json& value, const char* name,
                                      const HicodetPlace& place);

/// The name of a picture: not empty, without folder. Throws InputError.
std::string hicodet_file_name(const std::string& name, const HicodetPlace& place);
std::string hicodet_file_name(const nlohmann::json& value, const HicodetPlace& place);

}  // namespace hoi
