#include "pic/instance_regions.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace hoi {
namespace {

constexpr std::size_t kLabelCount = 256;

/// Copies `rows` x `columns` values so that what was a row becomes a column. In tiles, because a
/// whole column touches a cache line for each of its pixels.
std::vector<std::uint8_t> transposed(const std::vector<std::uint8_t>& values, std::size_t rows,
                                     std::size_t columns) {
  constexpr std::size_t kTile = 64;
  std::vector<std::uint8_t> result(values.size());
  for (std::size_t top = 0; top < rows; top += kTile) {
    const std::size_t bottom = std::min(top + kTile, rows);
    for (std::size_t left = 0; left < columns; left += kTile) {
      const std::size_t right = std::min(left + kTile, columns);
      for (std::size_t x = left; x < right; ++x) {
        for (std::size_t y = top; y < bottom; ++y) {
          result[x * rows + y] = values[y * columns + x];
        }
      }
    }
  }
  return result;
}

/// Run lengths of every value at once.
class RunCollector {
 public:
  void add(std::uint8_t value, std::size_t begin, std::size_t end) {
    Runs& runs = of_[value];
    runs.counts.push_back(static_cast<std::uint32_t>(begin - runs.end));
    runs.counts.push_back(static_cast<std::uint32_t>(end - begin));
    runs.end = end;
  }

  /// The counts of one value, which is left empty; nothing when no pixel has it.
  std::vector<std::uint32_t> take(std::size_t value, std::size_t pixels) {
    Runs& runs = of_[value];
    if (!runs.counts.empty() && runs.end < pixels) {
      runs.counts.push_back(static_cast<std::uint32_t>(pixels - runs.end));
    }
    return std::move(runs.counts);
  }

 private:
  struct Runs {
    std::vector<std::uint32_t> counts;
    std::size_t end = 0;  // of the last run inside
  };
  std::array<Runs, kLabelCount> of_;
};

RunCollector collect_runs(const std::vector<std::uint8_t>& columns) {
  RunCollector collector;
  std::size_t begin = 0;
  while (begin < columns.size()) {
    const std::uint8_t value = columns[begin];
    std::size_t end = begin + 1;
    while (end < columns.size() && columns[end] == value) ++end;
    if (value != 0) collector.add(value, begin, end);
    begin = end;
  }
  return collector;
}

/// Pixels of each instance and class.
class ClassCounts {
 public:
  explicit ClassCounts(const SegmentedImage& maps)
      : classes_(limit_of(maps.semantic)), counts_(limit_of(maps.instance) * classes_, 0) {
    for (std::size_t i = 0; i < maps.instance.values.size(); ++i) {
      ++counts_[maps.instance.values[i] * classes_ + maps.semantic.values[i]];
    }
  }

  std::vector<std::pair<int, std::int64_t>> of(std::size_t instance) const {
    std::vector<std::pair<int, std::int64_t>> found;
    for (std::size_t label = 0; label < classes_; ++label) {
      const std::int64_t pixels = counts_[instance * classes_ + label];
      if (pixels > 0) found.emplace_back(static_cast<int>(label), pixels);
    }
    return found;
  }

 private:
  static std::size_t limit_of(const LabelMap& map) {
    return std::size_t{*std::max_element(map.values.begin(), map.values.end())} + 1;
  }

  std::size_t classes_;
  std::vector<std::int64_t> counts_;  // [instance][class]
};

}  // namespace

std::vector<std::uint8_t> columns_of(const LabelMap& map) {
  return transposed(map.values, static_cast<std::size_t>(map.height),
                    static_cast<std::size_t>(map.width));
}

LabelMap map_of_columns(const std::vector<std::uint8_t>& columns, int width, int height) {
  return {width, height,
          transposed(columns, static_cast<std::size_t>(width), static_cast<std::size_t>(height))};
}

std::vector<InstanceRegion> instance_regions(const SegmentedImage& maps) {
  RunCollector runs = collect_runs(columns_of(maps.instance));
  const ClassCounts class_counts(maps);
  std::vector<InstanceRegion> regions;
  for (std::size_t instance = 1; instance < kLabelCount; ++instance) {
    auto counts = runs.take(instance, maps.instance.values.size());
    if (counts.empty()) continue;
    regions.push_back({static_cast<int>(instance),
                       {maps.instance.width, maps.instance.height, std::move(counts)},
                       class_counts.of(instance)});
  }
  return regions;
}

}  // namespace hoi
