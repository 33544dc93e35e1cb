#include "formats/geometry_parser.h"

#include <fmt/format.h>

namespace hoi {
namespace {

constexpr double kBorderTolerance = 1;  // pixels; boxes of scaled pictures are rounded

}  // namespace

Box parse_box(JsonEntry& annotation, const ImageAnnotation* image) {
  const auto numbers = annotation.numbers("bbox", 4);
  if (!numbers) return {};
  const double x = (*numbers)[0], y = (*numbers)[1];
  const double width = (*numbers)[2], height = (*numbers)[3];
  if (width <= 0 || height <= 0) {
    annotation.add_questionable(
        fmt::format("'bbox' has no area: width {}, height {}", width, height));
  } else if (image != nullptr && (x < -kBorderTolerance || y < -kBorderTolerance ||
                                  x + width > image->width + kBorderTolerance ||
                                  y + height > image->height + kBorderTolerance)) {
    annotation.add_questionable(
        fmt::format("'bbox' [x {}, y {}, width {}, height {}] leaves image {} of {} x {} pixels", x,
                    y, width, height, image->id, image->width, image->height));
  }
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + width),
          static_cast<float>(y + height)};
}

std::vector<std::vector<float>> parse_polygons(JsonEntry& annotation) {
  const nlohmann::json* outlines = annotation.find("segmentation");
  const bool unknown = outlines == nullptr || outlines->is_object() || outlines->is_null();
  if (unknown) return {};
  const std::string rule =
      "'segmentation' must be a list of polygons [x0, y0, x1, y1, x2, y2, ...]";
  if (!outlines->is_array()) {
    annotation.add_unreadable(rule + ", found " + shown(*outlines));
    return {};
  }
  std::vector<std::vector<float>> polygons;
  for (const auto& outline : *outlines) {
    const auto numbers = finite_numbers(outline);
    if (!numbers || numbers->size() < 6 || numbers->size() % 2 != 0) {
      annotation.add_unreadable(rule + ", found " + shown(outline));
      return {};
    }
    auto& polygon = polygons.emplace_back();
    for (const double number : *numbers) polygon.push_back(static_cast<float>(number));
  }
  return polygons;
}

std::vector<FaceAnnotation> parse_faces(JsonEntry& image) {
  const nlohmann::json* list = image.find("faces");
  if (list == nullptr) return {};
  const std::string rule =
      "'faces' must be a list of [x1, y1, x2, y2, score] with scores in [0, 1], found ";
  if (!list->is_array()) {
    image.add_unreadable(rule + shown(*list));
    return {};
  }
  std::vector<FaceAnnotation> faces;
  for (const auto& face : *list) {
    const auto numbers = finite_numbers(face);
    if (!numbers || numbers->size() != 5 || numbers->back() < 0 || numbers->back() > 1) {
      image.add_unreadable(rule + shown(face));
      return {};
    }
    const auto at = [&](std::size_t i) { return static_cast<float>((*numbers)[i]); };
    faces.push_back({{at(0), at(1), at(2), at(3)}, at(4)});
  }
  return faces;
}

}  // namespace hoi
