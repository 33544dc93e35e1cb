#pragma once

#include <algorithm>

namespace hoi {

/// An axis-aligned box in continuous image coordinates (pixels, origin top-left). It spans
/// [x1, x2) x [y1, y2): the width is x2 - x1, never x2 - x1 + 1 (spec 1.5).
struct Box {
  float x1 = 0, y1 = 0, x2 = 0, y2 = 0;

  float width() const { return x2 - x1; }
  float height() const { return y2 - y1; }
  float area() const { return std::max(width(), 0.0F) * std::max(height(), 0.0F); }
};

/// Area shared by two boxes; 0 when they are apart.
float intersection_area(const Box& a, const Box& b);

/// Intersection over union in [0, 1]; 0 when either box is empty.
float iou(const Box& a, const Box& b);

}  // namespace hoi
