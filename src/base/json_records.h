#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_file.h"

namespace hoi {

/// Called with the bytes read so far and the bytes of the whole file; may be empty.
using ReadProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// A large JSON file read record by record: only its text and one record are in memory at a time,
/// where a parsed document would take ten times the size of the file.
///
///   const auto records = JsonRecords::read("instances.json");
///   records.each("annotations", [&](const nlohmann::json& record, std::size_t position) { ... });
///
/// The outermost value is a list of records or an object whose members are lists of records or
/// small values. Whatever is visited is checked completely; of the rest only brackets, strings and
/// the depth are. Every error is an InputError with file, line and column.
class JsonRecords {
 public:
  using Visit = std::function<void(const nlohmann::json& record, std::size_t position)>;

  static JsonRecords read(const std::filesystem::path& path, const ReadProgress& progress = {},
                          const JsonLimits& limits = {});
  /// The same for a text in memory; `name` stands for the file in messages.
  JsonRecords(std::string text, std::string name, const ReadProgress& progress = {},
              const JsonLimits& limits = {});

  const std::string& name() const { return name_; }
  bool is_list() const { return kind_ == '['; }
  bool is_object() const { return kind_ == '{'; }

  // Members of the outermost object.
  bool has(const std::string& member) const { return members_.count(member) > 0; }
  bool is_list(const std::string& member) const { return first_letter(member) == '['; }
  /// A member as a whole, null when there is none; for small values.
  nlohmann::json value(const std::string& member) const;
  /// Visits each entry of a list in order; nothing when there is no such list.
  void each(const std::string& member, const Visit& visit) const;
  /// Visits each entry of the outermost list; nothing when it is an object.
  void each(const Visit& visit) const;

  /// Longest record (or value()) that is parsed; the library needs up to 20 times as much memory.
  static constexpr std::size_t kLargestRecord = std::size_t{32} << 20;

 private:
  struct Range {
    std::size_t begin = 0, end = 0;
  };

  void index_members(std::size_t at);
  std::size_t skip_spaces(std::size_t at) const;
  std::size_t skip_value(std::size_t at) const;
  std::size_t skip_string(std::size_t at) const;
  std::size_t skip_brackets(std::size_t at) const;
  char letter_at(std::size_t at) const;
  char first_letter(const std::string& member) const;
  nlohmann::json parse(Range range) const;
  void each_of(Range list, const Visit& visit) const;
  [[noreturn]] void fail(std::size_t at, const std::string& problem) const;

  std::string text_;
  std::string name_;
  ReadProgress progress_;
  JsonLimits limits_;
  char kind_ = '\0';
  Range whole_;
  std::map<std::string, Range> members_;
};

}  // namespace hoi
