#pragma once

#include <functional>
#include <optional>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/error.h"
#include "base/option_fields.h"

namespace hoi {

/// Adds an option that takes one of the names in `choices` and hands its value to `set`.
template <class Enum>
CLI::Option* add_choice_option(CLI::App& command, const std::string& name,
                               const Choices<Enum>& choices, const std::string& help,
                               const std::function<void(Enum)>& set) {
  std::string names;
  for (const auto& choice : choices) names += (names.empty() ? "" : ", ") + choice.first;
  const auto parse = [name, names, choices, set](const std::string& text) {
    for (const auto& [word, value] : choices) {
      if (word == text) return set(value);
    }
    throw InputError(name + ": '" + text + "'; expected one of " + names);
  };
  return command.add_option_function<std::string>(name, parse, help + ": " + names);
}

/// An option with a default: the value that `field` has.
template <class Enum>
CLI::Option* add_choice(CLI::App& command, const std::string& name, Enum& field,
                        const Choices<Enum>& choices, const std::string& help) {
  std::string current;
  for (const auto& [word, value] : choices) {
    if (value == field) current = word;
  }
  return add_choice_option<Enum>(command, name, choices, help,
                                 [&field](Enum value) { field = value; })
      ->default_str(current);
}

/// An option that stays unset.
template <class Enum>
CLI::Option* add_optional_choice(CLI::App& command, const std::string& name,
                                 std::optional<Enum>& field, const Choices<Enum>& choices,
                                 const std::string& help) {
  return add_choice_option<Enum>(command, name, choices, help,
                                 [&field](Enum value) { field = value; });
}

}  // namespace hoi
