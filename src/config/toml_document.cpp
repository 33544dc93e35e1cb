#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 16U << 20;

/// A TOML literal, or the text itself as a string when it is none.
toml::table parse_literal(const std::string& text) {
  try {
    toml::table parsed = toml::parse("value = " + text);
    if (parsed.size() == 1 && parsed.contains("value")) return parsed;
  } catch (const toml::parse_error&) {
    // A bare word such as resnet50 is the common case and no error.
  }
  return toml::table{{"value", text}};
}

std::vector<std::string> split_at_dots(const std::string& path) {
  std::vector<std::string> names(1);
  for (const char letter : path) {
    if (letter == '.') {
      names.emplace_back();
    } else {
      names.back() += letter;
    }
  }
  return names;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 7 && std::all_of(text.begin(), text.end(), [](char letter) {
    return letter >= '0' && letter <= '9';
  });
}

/// The table or array called `name` in `parent`, made when a table lacks it; nullptr when `name` is
/// a plain value or no entry of a list.
toml::node* child_of(toml::node& parent, const std::string& name) {
  if (toml::array* list = parent.as_array()) {
    return is_number(name) ? list->get(std::stoul(name)) : nullptr;
  }
  if (toml::table* table = parent.as_table()) {
    return &table->insert(name, toml::table{}).first->second;
  }
  return nullptr;
}

/// Puts `value` into the table or array `parent`; false when it has no such place.
bool set_child(toml::node& parent, const std::string& name, const toml::node& value) {
  return value.visit([&](const auto& typed) {
    if (toml::table* table = parent.as_table()) {
      table->insert_or_assign(name, typed);
      return true;
    }
    toml::array* list = parent.as_array();
    if (list == nullptr || !is_number(name) || std::stoul(name) >= list->size()) return false;
    list->replace(list->cbegin() + std::stol(name), typed);
    return true;
  });
}

}  // namespace

struct TomlDocument::Table {
  toml::table root;
};

TomlDocument::TomlDocument(std::unique_ptr<Table> table, std::string file)
    : table_(std::move(table)), file_(std::move(file)) {}
TomlDocument::~TomlDocument() = default;
TomlDocument::TomlDocument(TomlDocument&&) noexcept = default;
TomlDocument& TomlDocument::operator=(TomlDocument&&) noexcept = default;

TomlDocument TomlDocument::read(const std::filesystem::path& path) {
  return parse(read_file(path, kMaxFileBytes), path.string());
}

TomlDocument TomlDocument::parse(const std::string& text, const std::string& name) {
  auto table = std::make_unique<Table>();
  try {
    table->root = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    std::string description(error.description());
    std::replace_if(
        description.begin(), description.end(), [](char letter) { return letter < ' '; }, ' ');
    throw InputError(
        fmt::format("{}:{}:{}: no valid TOML: {}", name, begin.line, begin.column, description));
  }
  return TomlDocument(std::move(table), name);
}

void TomlDocument::override_with(const std::string& assignment) {
  const auto equals = assignment.find('=');
  const std::string path = assignment.substr(0, equals);
  const auto names = split_at_dots(path);
  if (equals == std::string::npos || std::count(names.begin(), names.end(), "") > 0) {
    throw InputError(
        fmt::format("command line: '{}' is no assignment; write section.key=value", assignment));
  }
  const toml::table literal = parse_literal(assignment.substr(equals + 1));
  toml::node* parent = &table_->root;
  for (std::size_t i = 0; parent != nullptr && i + 1 < names.size(); ++i) {
    parent = child_of(*parent, names[i]);
  }
  if (parent == nullptr || !set_child(*parent, names.back(), *literal.get("value"))) {
    throw InputError(
        fmt::format("command line: '{}' does not exist: a part of it is a plain value "
                    "or no entry of its list",
                    path));
  }
}

std::unique_ptr<TomlReader> TomlDocument::root() const {
  return std::unique_ptr<TomlReader>(new TomlReader(&table_->root, "", file_));
}

}  // namespace hoi
