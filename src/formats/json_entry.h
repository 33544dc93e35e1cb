#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "formats/dataset_defect.h"

namespace hoi {

/// One object of an annotation file, read field by field. A field that is missing or of another
/// type becomes an unreadable defect and yields nothing, so that a reader can go on and find the
/// next one.
class JsonEntry {
 public:
  /// value: the object; entity: "image", "annotation", ...; position: of the object in its list,
  /// for messages about objects without id. `value` and `defects` must outlive this object.
  JsonEntry(const nlohmann::json& value, std::string entity, std::size_t position, std::string file,
            std::vector<DatasetDefect>& defects);

  /// The member "id", nothing when it is missing.
  std::optional<std::int64_t> id() const { return id_; }
  /// Whether no unreadable defect has been found in this entry.
  bool is_readable() const { return readable_; }

  std::optional<std::int64_t> integer(const std::string& name);
  std::optional<std::string> text(const std::string& name);
  /// Exactly `count` coordinates (see finite_numbers).
  std::optional<std::vector<double>> numbers(const std::string& name, std::size_t count);
  /// Optional members: `absent` when there is none. A boolean may also be written as 0 or 1.
  bool boolean_or(const std::string& name, bool absent);
  std::string text_or(const std::string& name, const std::string& absent);
  /// The member or nullptr, without any check.
  const nlohmann::json* find(const std::string& name) const;

  void add_unreadable(const std::string& problem);
  void add_questionable(const std::string& problem);

 private:
  void add(const std::string& problem, bool unreadable);
  const nlohmann::json* required(const std::string& name);

  const nlohmann::json& value_;
  std::string entity_;
  std::string file_;
  std::vector<DatasetDefect>& defects_;
  std::optional<std::int64_t> id_;
  bool readable_ = true;
};

/// `value` as a list of coordinates, numbers of at most 1e9; nothing when it is something else.
std::optional<std::vector<double>> finite_numbers(const nlohmann::json& value);

/// An integer that fits into 64 bits with a sign; nothing for anything else, 3.0 included.
std::optional<std::int64_t> exact_integer(const nlohmann::json& value);

/// A short printable form of a value for messages.
std::string shown(const nlohmann::json& value);

}  // namespace hoi
