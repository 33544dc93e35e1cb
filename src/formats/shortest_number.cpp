#include "formats/shortest_number.h"

#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

namespace hoi {
namespace {

double decimal_with(int digits, double exact) {
  return std::strtod(fmt::format("{:.{}g}", exact, digits).c_str(), nullptr);
}

/// A length with which a box that begins at `begin` ends at exactly `end`.
double shortest_length(double begin, float end) {
  const double exact = end - begin;
  for (int digits = 1; digits <= 17; ++digits) {
    const double length = decimal_with(digits, exact);
    if (static_cast<float>(begin + length) == end) return length;
  }
  return exact;
}

}  // namespace

double shortest_number(float value) {
  if (!std::isfinite(value)) throw std::invalid_argument("a coordinate that is not finite");
  return std::strtod(fmt::format("{}", value).c_str(), nullptr);
}

std::array<double, 4> box_to_xywh(const Box& box) {
  const double x = shortest_number(box.x1), y = shortest_number(box.y1);
  if (!std::isfinite(box.x2) || !std::isfinite(box.y2)) {
    throw std::invalid_argument("a box that is not finite");
  }
  return {x, y, shortest_length(x, box.x2), shortest_length(y, box.y2)};
}

}  // namespace hoi
