#pragma once

#include <string>
#include <string_view>

namespace hoi {

/// The file that bytes came from, as messages name it.
class WeightSource {
 public:
  /// name: path or description of the bytes.
  explicit WeightSource(std::string name);

  const std::string& name() const { return name_; }

  /// Throws InputError: "<name>: no readable weights: <problem>".
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  std::string name_;
};

/// A text from a file as it may stand in a message: in quotes, at most 80 letters, printable.
std::string shown_text(std::string_view text);

}  // namespace hoi
