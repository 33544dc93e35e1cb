#include "study/markdown_table.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace hoi {
namespace {

std::string escaped_cell(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '|' || letter == '*') escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

std::string padded_cell(const std::string& text, std::size_t width, bool left) {
  const std::string space(width - text.size(), ' ');
  return left ? text + space : space + text;
}

}  // namespace

MarkdownTable::MarkdownTable(std::vector<std::string> header) {
  rows_.push_back(std::move(header));
}

void MarkdownTable::add_row(std::vector<std::string> cells) {
  if (cells.size() != rows_.front().size()) {
    throw std::invalid_argument("MarkdownTable: a row of another number of cells");
  }
  for (auto& cell : cells) cell = escaped_cell(cell);
  rows_.push_back(std::move(cells));
}

std::string MarkdownTable::text() const {
  std::vector<std::size_t> widths(rows_.front().size(), 3);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text += (i == 0 ? "| " : " ") + padded_cell(rows_[row][i], widths[i], i == 0) + " |";
    }
    text += "\n";
    if (row != 0) continue;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text += (i == 0 ? "| " : " ") + std::string(widths[i] - 1, '-') + (i == 0 ? "-" : ":") + " |";
    }
    text += "\n";
  }
  return text;
}

}  // namespace hoi
