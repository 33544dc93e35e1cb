#pragma once

#include <stdexcept>
#include <string>

namespace hoi {

/// The caller's input is wrong and only the caller can mend it: a flag, a file, a configuration
/// key. The text is one line: where, what was found, what was expected, what to do. The command
/// line prints it and exits with 2.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace hoi
