#pragma once

#include <cstdint>
#include <vector>

namespace hoi {

/// Boxes as five arrays, so that one box meets many in vector registers.
class BoxColumns {
 public:
  /// box: x1, y1, x2, y2.
  void push_back(const float* box);
  void reserve(int64_t count);
  int64_t size() const { return static_cast<int64_t>(area_.size()); }

  /// Intersection over union of `box` with each of the boxes: size() floats; 0 where the union is
  /// empty.
  void overlaps(const float* box, float* iou) const;

  /// Whether the intersection over union with any of the boxes is > `threshold` (>= 0).
  bool any_overlaps(const float* box, float threshold) const;

 private:
  std::vector<float> x1_, y1_, x2_, y2_, area_;
};

}  // namespace hoi
