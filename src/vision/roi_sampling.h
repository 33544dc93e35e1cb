#pragma once

#include <cstdint>
#include <vector>

#include "vision/roi_align.h"

namespace hoi {

/// Grid of one box along one axis, in cells of the feature map.
struct RoiAxis {
  float start = 0;      ///< where the first grid cell begins
  float cell_size = 0;  ///< length of one grid cell

  /// low, high: the box's edges in image pixels; cells: grid cells along the axis.
  static RoiAxis from_box(float low, float high, float scale, int64_t cells,
                          RoiConvention convention);
};

/// A sparse matrix, row by row. RoIAlign is two of them: output = rows * map * columns^T, because
/// bilinear sampling and the mean over a cell's samples both act on each axis by itself.
class AxisWeights {
 public:
  struct Entry {
    int64_t position;
    float weight;
  };
  struct Row {
    const Entry* first;
    const Entry* last;
    const Entry* begin() const { return first; }
    const Entry* end() const { return last; }
    int64_t size() const { return last - first; }
  };

  /// Row i: the map positions in [0, size) that cell i reads and their weights; samples outside
  /// [-1, size] contribute nothing, the others are clamped to the map.
  void assign_samples(const RoiAxis& axis, int64_t cells, int64_t samples, int64_t size);

  /// Row i: the cells of `other` that read position first_position() + i.
  void assign_transposed(const AxisWeights& other);

  int64_t rows() const { return static_cast<int64_t>(ends_.size()); }
  Row row(int64_t index) const {
    const int64_t begin = index == 0 ? 0 : ends_[static_cast<std::size_t>(index - 1)];
    return {entries_.data() + begin, entries_.data() + ends_[static_cast<std::size_t>(index)]};
  }
  int64_t first_position() const { return first_position_; }

 private:
  void add_sample(float coordinate, float weight, int64_t size);
  void add(int64_t position, float weight);

  std::vector<Entry> entries_;
  std::vector<int64_t> ends_;  // of each row in entries_
  int64_t first_position_ = 0;
};

}  // namespace hoi
