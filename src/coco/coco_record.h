#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "domain/run_length_mask.h"

namespace hoi {

/// One object of a COCO file, read member by member. A member that is missing or of another type is
/// an InputError: "instances.json: annotations[17]: 'bbox' ...".
class CocoRecord {
 public:
  /// list: the name of the list it stands in, with `position` from 0. `value` and `file` must
  /// outlive this object. Throws InputError when `value` is no object.
  CocoRecord(const nlohmann::json& value, const std::string& file, const char* list,
             std::size_t position);

  /// The member or nullptr; null counts as missing.
  const nlohmann::json* find(const char* name) const;
  std::int64_t integer(const char* name) const;
  /// Finite, at most 1e300 in magnitude.
  double number(const char* name) const;
  std::string text(const char* name) const;
  /// 0, 1 or a boolean; false when it is missing.
  bool flag(const char* name) const;
  /// x, y, width, height, each at most 1e9 in magnitude; nothing when it is missing or empty.
  std::optional<std::array<double, 4>> box(const char* name) const;
  /// Run-length codes (formats/run_length_json.h), of width x height where they are not 0.
  RunLengthMask run_lengths(const char* name, int width, int height) const;
  /// Polygons, each a list of an even number of coordinates.
  std::vector<std::vector<double>> polygons(const char* name) const;

  [[noreturn]] void fail(const std::string& problem) const;

 private:
  const nlohmann::json& required(const char* name) const;

  const nlohmann::json& value_;
  const std::string& file_;
  const char* list_;
  std::size_t position_;
};

}  // namespace hoi
