#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hicodet/mat_array.h"

namespace hoi {

/// One variable of a MATLAB file, unpacked.
class MatVariable {
 public:
  /// bytes: the variable's array element, which must outlive this object.
  MatVariable(std::string_view bytes, std::string label);
  /// The same with bytes of its own.
  MatVariable(std::string bytes, std::string label);

  const MatArray& array() const { return array_; }

 private:
  void read_array(std::string label);

  std::unique_ptr<const std::string> owned_;
  std::unique_ptr<MatSource> source_;
  MatArray array_;
};

/// A MATLAB file of version 5 to 7 (save -v6, -v7; what SciPy, Octave and libmatio write), trusted
/// in nothing: sizes are checked against what contains them before they are used, and nothing
/// recurses. libmatio is not used for reading, because its reader asks for as much memory as a
/// damaged size says, reads past its buffers on damaged texts and takes a minute for a HICO-DET
/// sized cell array.
///
/// Variables are unpacked one at a time, when they are loaded.
class MatFile {
 public:
  /// Throws InputError when the file is missing, larger than kLargestFile or no such file; the text
  /// for HDF5 files (save -v7.3) says what to do.
  static MatFile read(const std::filesystem::path& path);
  /// The same for bytes in memory; `name` stands for the file in messages.
  MatFile(std::string bytes, std::string name);

  const std::string& name() const { return name_; }
  /// Names of the variables of kinds that can be read, in alphabetical order.
  std::vector<std::string> variable_names() const;
  bool has(const std::string& variable) const { return variables_.count(variable) > 0; }
  /// Throws InputError when there is no such variable or it is damaged. This object must outlive
  /// the result.
  MatVariable load(const std::string& variable) const;

  static constexpr std::size_t kLargestFile = std::size_t{1} << 30;
  /// Largest variable after unpacking.
  static constexpr std::size_t kLargestVariable = std::size_t{1} << 30;

 private:
  struct Place {
    std::string_view bytes;  ///< the array element, or the content of the compressed one
    bool compressed = false;
  };

  void check_header() const;
  void index_variables();
  std::string label_of(const std::string& variable) const;

  std::unique_ptr<const std::string> bytes_;  ///< keeps its address when this object moves
  std::string name_;
  std::map<std::string, Place> variables_;
};

}  // namespace hoi
