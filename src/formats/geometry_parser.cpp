#include "formats/geometry_parser.h"

#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/run_length_json.h"

namespace hoi {
namespace {

constexpr double kBorderTolerance = 1;  // pixels; boxes of scaled pictures are rounded

std::optional<RunLengthMask> parse_runs(const nlohmann::json& value, const ImageAnnotation* image,
                                        JsonEntry& annotation) {
  try {
    auto mask = parse_run_lengths(value);
    if (image == nullptr || (mask.width == image->width && mask.height == image->height)) {
      return mask;
    }
    annotation.add_unreadable(
        fmt::format("'segmentation' is a mask of {} x {} pixels, image {} has {} x {}", mask.width,
                    mask.height, image->id, image->width, image->height));
  } catch (const InputError& error) {
    annotation.add_unreadable(std::string("'segmentation': ") + error.what());
  }
  return std::nullopt;
}

std::vector<std::vector<float>> parse_outlines(const nlohmann::json& list, JsonEntry& annotation) {
  const auto refuse = [&](const nlohmann::json& found) {
    annotation.add_unreadable(
        "'segmentation' must be a list of polygons [x0, y0, x1, y1, x2, y2, ...] or run-length "
        "codes, found " +
        shown(found));
    return std::vector<std::vector<float>>();
  };
  if (!list.is_array()) return refuse(list);
  std::vector<std::vector<float>> outlines;
  for (const auto& outline : list) {
    const auto numbers = finite_numbers(outline);
    if (!numbers || numbers->size() < 6 || numbers->size() % 2 != 0) return refuse(outline);
    outlines.emplace_back(numbers->begin(), numbers->end());
  }
  return outlines;
}

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

void parse_mask(JsonEntry& annotation, const ImageAnnotation* image, InstanceAnnotation& instance) {
  const nlohmann::json* mask = annotation.find("segmentation");
  if (mask == nullptr || mask->is_null()) return;
  if (mask->is_object()) {
    instance.run_lengths = parse_runs(*mask, image, annotation);
  } else {
    instance.polygons = parse_outlines(*mask, annotation);
  }
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
