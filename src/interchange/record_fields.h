#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace hoi {

/// One JSON object read field by field; whatever is missing or of another type is an InputError
/// "where: ...". `object` must outlive this.
class RecordFields {
 public:
  RecordFields(const nlohmann::json& object, std::string where);

  /// The member, nullptr when there is none or it is null.
  const nlohmann::json* find(const char* key) const;
  const nlohmann::json& list(const char* key) const;
  std::string text(const char* key) const;
  std::optional<std::string> optional_text(const char* key) const;
  std::int64_t integer(const char* key) const;
  /// Pixels, 1 to 2^20.
  int side(const char* key) const;
  /// A finite number of at most 1e9.
  double number(const char* key) const;
  double number_or(const char* key, double absent) const;
  std::array<double, 4> four_numbers(const char* key) const;
  /// true, false, 1 or 0.
  bool flag_or(const char* key, bool absent) const;

  [[noreturn]] void fail(const std::string& problem) const;
  const std::string& where() const { return where_; }

 private:
  const nlohmann::json& required(const char* key) const;

  const nlohmann::json& object_;
  std::string where_;
};

}  // namespace hoi
