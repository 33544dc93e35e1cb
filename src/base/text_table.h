#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hoi {

/// A table for terminals: first column left-aligned, the others right-aligned, two spaces between.
///
///   TextTable table({"verb", "AP"});
///   table.add_row({"kick", "12.3"});
///   table.text();  // "verb    AP\nkick  12.3\n"
class TextTable {
 public:
  /// header: one title per column; rows must have as many cells.
  explicit TextTable(std::vector<std::string> header);

  void add_row(std::vector<std::string> cells);

  /// All rows, each with a line break at its end. Widths are counted in bytes.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace hoi
