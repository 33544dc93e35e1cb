#include "base/nearest_name.h"

#include <algorithm>
#include <numeric>

namespace hoi {
namespace {

/// Levenshtein distance: insertions, deletions and replacements that turn `from` into `to`.
std::size_t edit_distance(const std::string& from, const std::string& to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(const std::string& name,
                                        const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 256;  // nobody mistypes more; the cost is quadratic
  if (name.size() > kLongest) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t smallest = 0;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (nearest && distance >= smallest) continue;
    nearest = candidate;
    smallest = distance;
  }
  if (nearest && 2 * smallest > nearest->size()) return std::nullopt;
  return nearest;
}

}  // namespace hoi
