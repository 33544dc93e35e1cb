#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct matvar_t;

namespace hoi {

/// An array to be written to a MATLAB file, made by libmatio. Empty objects stand for the empty
/// array of numbers, [].
class MatValue {
 public:
  MatValue() = default;

  static MatValue number(double value);
  /// rows x columns numbers, column by column.
  static MatValue numbers(std::size_t rows, std::size_t columns, const std::vector<double>& values);
  /// UTF-8; MATLAB and Octave read it as a row of letters.
  static MatValue text(const std::string& text);
  /// rows x columns values, column by column.
  static MatValue cell(std::size_t rows, std::size_t columns, std::vector<MatValue> values);
  /// A row of structs with these fields; values: those of the first entry, then of the second, ...
  static MatValue structs(const std::vector<const char*>& fields, std::vector<MatValue> values);

 private:
  friend void write_mat_file(const std::filesystem::path& path,
                             std::vector<std::pair<std::string, MatValue>> variables);
  struct Free {
    void operator()(matvar_t* value) const;
  };
  /// Takes the array over.
  explicit MatValue(matvar_t* value) : value_(value) {}

  std::unique_ptr<matvar_t, Free> value_;
};

/// Writes a compressed file of MATLAB 7's version (save -v7). The file appears at once and whole;
/// an existing one is replaced. Throws InputError when it cannot be written.
void write_mat_file(const std::filesystem::path& path,
                    std::vector<std::pair<std::string, MatValue>> variables);

}  // namespace hoi
