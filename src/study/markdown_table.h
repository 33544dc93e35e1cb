#pragma once

#include <string>
#include <vector>

namespace hoi {

/// A table in Markdown, padded so that it reads well as text too: first column to the left, the
/// others to the right.
class MarkdownTable {
 public:
  /// header: one title per column; rows must have as many cells.
  explicit MarkdownTable(std::vector<std::string> header);

  /// Bars in cells are escaped.
  void add_row(std::vector<std::string> cells);

  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace hoi
