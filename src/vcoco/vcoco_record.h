#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// One JSON object of a file of V-COCO or COCO, read member by member. A member that is missing or
/// of another type is an InputError that names the file and the entry.
class VcocoRecord {
 public:
  /// value, file: must outlive this object. entity: what it is, "annotation"; position: in its
  /// list, for messages. Throws InputError when `value` is no object.
  VcocoRecord(const nlohmann::json& value, const std::string& file, const char* entity,
              std::size_t position);

  const nlohmann::json& value() const { return value_; }
  /// The member or nullptr.
  const nlohmann::json* find(const char* name) const;
  const nlohmann::json& member(const char* name) const;
  const nlohmann::json& list(const char* name) const;
  std::string text(const char* name) const;
  std::int64_t integer(const char* name) const;
  double number(const char* name) const;
  /// 0, 1 or a boolean; false when it is missing.
  bool flag(const char* name) const;
  /// A list of any number of integers.
  std::vector<std::int64_t> integers(const char* name) const;
  /// A list of `count` coordinates (see finite_numbers).
  std::vector<double> coordinates(const char* name, std::size_t count) const;

  /// The entry in words: "annotation 17" or "prediction at position 3".
  std::string where() const;
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  [[noreturn]] void fail_type(const char* name, const char* expected,
                              const nlohmann::json& found) const;

  const nlohmann::json& value_;
  const std::string& file_;
  const char* entity_;
  std::size_t position_;
};

}  // namespace hoi
