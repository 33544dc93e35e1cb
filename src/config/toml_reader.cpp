#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "base/error.h"
#include "base/nearest_name.h"
#include "config/toml_options.h"

namespace hoi {
namespace {

/// "file:line"; what TomlDocument::override_with set has no line, because copied nodes lose it.
std::string place(const std::string& file, const toml::source_region& source) {
  if (source.begin.line == 0) return "command line";
  return fmt::format("{}:{}", file, source.begin.line);
}

/// A value as a message shows it: on one line and short.
std::string found(const toml::node& node) {
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  if (node.is_boolean()) return node.value_or(false) ? "true" : "false";
  if (const auto* integer = node.as_integer()) return fmt::format("{}", integer->get());
  if (const auto* real = node.as_floating_point())
    return fmt::format("the fraction {}", real->get());
  if (const auto* text = node.as_string()) {
    std::string shown = text->get().substr(0, 60);
    std::replace_if(
        shown.begin(), shown.end(), [](char letter) { return letter >= 0 && letter < ' '; }, '?');
    return "the text \"" + shown + "\"";
  }
  return "a date or time";
}

bool convert(const toml::node& node, bool& field) {
  const auto* value = node.as_boolean();
  if (value != nullptr) field = value->get();
  return value != nullptr;
}

bool convert(const toml::node& node, std::int64_t& field) {
  const auto* value = node.as_integer();
  if (value != nullptr) field = value->get();
  return value != nullptr;
}

bool convert(const toml::node& node, double& field) {
  if (const auto* integer = node.as_integer()) {
    field = static_cast<double>(integer->get());
    return true;
  }
  const auto* value = node.as_floating_point();
  if (value != nullptr) field = value->get();
  return value != nullptr;
}

bool convert(const toml::node& node, std::string& field) {
  const auto* value = node.as_string();
  if (value != nullptr) field = value->get();
  return value != nullptr;
}

std::string expected(bool) { return "true or false"; }
std::string expected(std::int64_t) { return "a whole number"; }
std::string expected(double) { return "a number"; }
std::string expected(const std::string&) { return "a text in quotes"; }

/// Where a value stands and what it is called, for messages.
struct Subject {
  const std::string& file;
  std::string path;
};

template <class Value>
void read_value(const toml::node& node, const Subject& subject, Value& field) {
  if (convert(node, field)) return;
  throw InputError(fmt::format("{}: '{}' must be {}, found {}", place(subject.file, node.source()),
                               subject.path, expected(Value{}), found(node)));
}

template <class Value>
void read_list(const toml::node& node, const Subject& subject, std::vector<Value>& field) {
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    throw InputError(fmt::format("{}: '{}' must be a list in brackets, found {}",
                                 place(subject.file, node.source()), subject.path, found(node)));
  }
  std::vector<Value> values;
  for (const toml::node& element : *list) {
    Value value{};
    const auto path = fmt::format("{}[{}]", subject.path, values.size());
    read_value(element, {subject.file, path}, value);
    values.push_back(std::move(value));
  }
  field = std::move(values);
}

const toml::node* as_node(const void* node) { return static_cast<const toml::node*>(node); }

std::string joined(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

std::string hint(const std::string& name, const std::vector<std::string>& known) {
  if (const auto nearest = nearest_name(name, known)) return "; did you mean '" + *nearest + "'?";
  return fmt::format("; known here: {}", fmt::join(known, ", "));
}

}  // namespace

TomlReader::TomlReader(const void* table, std::string path, std::string file)
    : table_(table), path_(std::move(path)), file_(std::move(file)) {}

const void* TomlReader::find(const std::string& name) {
  known_.push_back(name);
  return static_cast<const toml::table*>(table_)->get(name);
}

void TomlReader::value(const std::string& name, bool& field) {
  if (const auto* node = as_node(find(name)))
    read_value(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, std::int64_t& field) {
  if (const auto* node = as_node(find(name)))
    read_value(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, double& field) {
  if (const auto* node = as_node(find(name)))
    read_value(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, std::string& field) {
  if (const auto* node = as_node(find(name)))
    read_value(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, std::vector<std::int64_t>& field) {
  if (const auto* node = as_node(find(name))) read_list(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, std::vector<double>& field) {
  if (const auto* node = as_node(find(name))) read_list(*node, {file_, joined(path_, name)}, field);
}

void TomlReader::value(const std::string& name, std::vector<std::string>& field) {
  if (const auto* node = as_node(find(name))) read_list(*node, {file_, joined(path_, name)}, field);
}

int TomlReader::read_choice(const std::string& name, const std::vector<std::string>& names) {
  const auto* node = as_node(find(name));
  if (node == nullptr) return -1;
  std::string chosen;
  read_value(*node, {file_, joined(path_, name)}, chosen);
  const auto match = std::find(names.begin(), names.end(), chosen);
  if (match == names.end()) {
    throw InputError(fmt::format("{}: '{}' must be one of {}; found {}",
                                 place(file_, node->source()), joined(path_, name),
                                 fmt::join(names, ", "), found(*node)));
  }
  return static_cast<int>(match - names.begin());
}

std::unique_ptr<TomlReader> TomlReader::enter(const std::string& name) {
  const auto* node = as_node(find(name));
  if (node == nullptr) return nullptr;
  if (!node->is_table()) {
    throw InputError(fmt::format("{}: '{}' must be a section, found {}",
                                 place(file_, node->source()), joined(path_, name), found(*node)));
  }
  return std::unique_ptr<TomlReader>(new TomlReader(node->as_table(), joined(path_, name), file_));
}

TomlReader::Entries TomlReader::enter_list(const std::string& name) {
  Entries result;
  const auto* node = as_node(find(name));
  if (node == nullptr) return result;
  result.present = true;
  const auto path = joined(path_, name);
  const auto refuse = [&](const toml::node& wrong) {
    throw InputError(fmt::format("{}: '{}' must be a list of sections, [[{}]], found {}",
                                 place(file_, wrong.source()), path, path, found(wrong)));
  };
  const toml::array* list = node->as_array();
  if (list == nullptr) refuse(*node);
  for (const toml::node& element : *list) {
    if (!element.is_table()) refuse(element);
    const auto entry_path = fmt::format("{}[{}]", path, result.entries.size());
    result.entries.emplace_back(new TomlReader(element.as_table(), entry_path, file_));
  }
  return result;
}

void TomlReader::finish() const {
  for (const auto& [key, node] : *static_cast<const toml::table*>(table_)) {
    const std::string name(key.str());
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    throw InputError(fmt::format("{}: unknown key '{}'{}", place(file_, key.source()),
                                 joined(path_, name), hint(name, known_)));
  }
}

}  // namespace hoi
