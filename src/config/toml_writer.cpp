#include <fmt/format.h>

#include "config/toml_options.h"

namespace hoi {
namespace {

std::string literal(std::int64_t value) { return fmt::format("{}", value); }

/// The shortest digits that read back to the same bits, and never the look of an integer.
std::string literal(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string literal(const std::string& value) {
  std::string text = "\"";
  for (const char letter : value) {
    if (letter == '"' || letter == '\\') {
      text += '\\';
      text += letter;
    } else if ((letter >= 0 && letter < ' ') || letter == 0x7F) {
      text += fmt::format("\\u{:04X}", static_cast<int>(letter));
    } else {
      text += letter;
    }
  }
  return text + "\"";
}

template <class Value>
std::string list_literal(const std::vector<Value>& values) {
  std::string text = "[";
  for (const Value& value : values) {
    if (text.size() > 1) text += ", ";
    text += literal(value);
  }
  return text + "]";
}

}  // namespace

void TomlWriter::value(const std::string& name, bool field) {
  values_ += name + (field ? " = true\n" : " = false\n");
}

void TomlWriter::value(const std::string& name, std::int64_t field) {
  values_ += name + " = " + literal(field) + "\n";
}

void TomlWriter::value(const std::string& name, double field) {
  values_ += name + " = " + literal(field) + "\n";
}

void TomlWriter::value(const std::string& name, const std::string& field) {
  values_ += name + " = " + literal(field) + "\n";
}

void TomlWriter::value(const std::string& name, const std::vector<std::int64_t>& field) {
  values_ += name + " = " + list_literal(field) + "\n";
}

void TomlWriter::value(const std::string& name, const std::vector<double>& field) {
  values_ += name + " = " + list_literal(field) + "\n";
}

void TomlWriter::value(const std::string& name, const std::vector<std::string>& field) {
  values_ += name + " = " + list_literal(field) + "\n";
}

void TomlWriter::empty_list(const std::string& name) { values_ += name + " = []\n"; }

}  // namespace hoi
