#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/option_fields.h"

namespace hoi {

/// Fills options structs (base/option_fields.h) from one table of a TOML document, strictly: a key
/// that no field claims is an error that names the nearest known one, and so is a value of another
/// type. A whole number is accepted for a double, not the other way round. Fields that the table
/// does not name keep their defaults.
class TomlReader {
 public:
  void value(const std::string& name, bool& field);
  void value(const std::string& name, std::int64_t& field);
  void value(const std::string& name, double& field);
  void value(const std::string& name, std::string& field);
  void value(const std::string& name, std::vector<std::int64_t>& field);
  void value(const std::string& name, std::vector<double>& field);
  void value(const std::string& name, std::vector<std::string>& field);

  template <class Enum>
  void choice(const std::string& name, Enum& field, const Choices<Enum>& choices) {
    std::vector<std::string> names;
    for (const auto& choice : choices) names.push_back(choice.first);
    const int index = read_choice(name, names);
    if (index >= 0) field = choices[static_cast<std::size_t>(index)].second;
  }

  template <class Options>
  void group(const std::string& name, Options& options) {
    if (auto table = enter(name)) {
      options.describe(*table);
      table->finish();
    }
  }

  template <class Options>
  void list(const std::string& name, std::vector<Options>& options) {
    const auto tables = enter_list(name);
    if (!tables.present) return;
    options.clear();
    for (const auto& table : tables.entries) {
      Options entry;
      entry.describe(*table);
      table->finish();
      options.push_back(std::move(entry));
    }
  }

  /// Throws InputError when the table holds a key that no field asked for.
  void finish() const;

 private:
  friend class TomlDocument;
  struct Entries {
    bool present = false;
    std::vector<std::unique_ptr<TomlReader>> entries;
  };

  TomlReader(const void* table, std::string path, std::string file);
  const void* find(const std::string& name);
  int read_choice(const std::string& name, const std::vector<std::string>& names);
  std::unique_ptr<TomlReader> enter(const std::string& name);
  Entries enter_list(const std::string& name);

  const void* table_;  // a toml::table; the library stays inside toml_options.cpp
  std::string path_;   // dotted path of the table, "" for the root
  std::string file_;
  std::vector<std::string> known_;
};

/// A parsed TOML text.
///
///   TomlDocument document = TomlDocument::read("configs/paper-r50.toml");
///   document.override_with("training.batch_size=4");
///   ExperimentOptions options;
///   document.fill(options);
///
/// Every problem is an InputError with file, line and key.
class TomlDocument {
 public:
  static TomlDocument read(const std::filesystem::path& path);
  /// `name` stands for the file in messages.
  static TomlDocument parse(const std::string& text, const std::string& name);
  ~TomlDocument();
  TomlDocument(TomlDocument&&) noexcept;
  TomlDocument& operator=(TomlDocument&&) noexcept;

  /// Sets one value from the command line, "section.key=value"; a value that is no TOML literal is
  /// taken as a string. An entry of a list is named by its number from 0, "stages.0.key=value".
  void override_with(const std::string& assignment);

  /// Fills every field of `options` that the document names.
  template <class Options>
  void fill(Options& options) const {
    const auto reader = root();
    options.describe(*reader);
    reader->finish();
  }

 private:
  struct Table;
  TomlDocument(std::unique_ptr<Table> table, std::string file);
  std::unique_ptr<TomlReader> root() const;

  std::unique_ptr<Table> table_;
  std::string file_;
};

/// Writes options structs as TOML text: every field, in the order of describe().
class TomlWriter {
 public:
  void value(const std::string& name, bool field);
  void value(const std::string& name, std::int64_t field);
  void value(const std::string& name, double field);
  void value(const std::string& name, const std::string& field);
  void value(const std::string& name, const std::vector<std::int64_t>& field);
  void value(const std::string& name, const std::vector<double>& field);
  void value(const std::string& name, const std::vector<std::string>& field);

  template <class Enum>
  void choice(const std::string& name, Enum field, const Choices<Enum>& choices) {
    for (const auto& choice : choices) {
      if (choice.second == field) value(name, choice.first);
    }
  }

  template <class Options>
  void group(const std::string& name, Options& options) {
    TomlWriter table(child_path(name));
    options.describe(table);
    tables_ += "\n[" + child_path(name) + "]\n" + table.text();
  }

  template <class Options>
  void list(const std::string& name, std::vector<Options>& options) {
    if (options.empty()) empty_list(name);
    for (Options& entry : options) {
      TomlWriter table(child_path(name));
      entry.describe(table);
      tables_ += "\n[[" + child_path(name) + "]]\n" + table.text();
    }
  }

  std::string text() const { return values_ + tables_; }

  TomlWriter() = default;

 private:
  explicit TomlWriter(std::string path) : path_(std::move(path)) {}
  void empty_list(const std::string& name);
  std::string child_path(const std::string& name) const {
    return path_.empty() ? name : path_ + "." + name;
  }

  std::string path_;
  std::string values_;  // TOML wants the plain values of a table before its sub-tables
  std::string tables_;
};

/// `options` as TOML text that TomlDocument reads back to the same values.
template <class Options>
std::string to_toml(Options options) {
  TomlWriter writer;
  options.describe(writer);
  return writer.text();
}

}  // namespace hoi
