#include "domain/box.h"

namespace hoi {

float intersection_area(const Box& a, const Box& b) {
  const float width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  const float height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  return width > 0 && height > 0 ? width * height : 0;
}

float iou(const Box& a, const Box& b) {
  const float shared = intersection_area(a, b);
  return shared > 0 ? shared / (a.area() + b.area() - shared) : 0;
}

}  // namespace hoi
