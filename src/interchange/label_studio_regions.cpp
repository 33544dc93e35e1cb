#include "interchange/label_studio_regions.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "formats/json_entry.h"
#include "formats/printable_text.h"

namespace hoi {
namespace {

constexpr double kPi = 3.14159265358979323846;

const std::set<std::string>& rectangle_types() {
  static const std::set<std::string> types = {"rectanglelabels", "rectangle", "labels"};
  return types;
}

const std::set<std::string>& polygon_types() {
  static const std::set<std::string> types = {"polygonlabels", "polygon"};
  return types;
}

}  // namespace

LabelStudioRegions::LabelStudioRegions(NamedImage& named, const std::string& file,
                                       const std::string& where, DatasetFindings& findings)
    : named_(named), file_(file), where_(where), findings_(findings) {}

void LabelStudioRegions::repair(const std::string& rule, const std::string& text) {
  findings_.repair(rule, file_, where_, text);
}

const int* LabelStudioRegions::row_of(const std::string& id) const {
  const auto found = row_of_id_.find(id);
  return found == row_of_id_.end() ? nullptr : &found->second;
}

bool LabelStudioRegions::set_size(const RecordFields& result) {
  if (result.number_or("image_rotation", 0) != 0) {
    repair("rotated picture", "turned while it was labelled; left out");
    return false;
  }
  ImageAnnotation& image = named_.image;
  if (result.find("original_width") == nullptr && image.width > 0) return true;
  const int width = result.side("original_width"), height = result.side("original_height");
  if (image.width == 0) {
    image.width = width;
    image.height = height;
  } else if (image.width != width || image.height != height) {
    repair("other size", fmt::format("{} x {} in one place, {} x {} in another", image.width,
                                     image.height, width, height));
  }
  return true;
}

std::string LabelStudioRegions::label_of(const RecordFields& value, const std::string& type,
                                         const std::string& id) {
  const char* key = type == "polygonlabels" || type == "rectanglelabels" ? type.c_str() : "labels";
  if (value.find(key) == nullptr) return "";
  const nlohmann::json& labels = value.list(key);
  if (labels.empty()) return "";
  if (!labels[0].is_string()) value.fail(fmt::format("'{}' must be a list of texts", key));
  if (labels.size() > 1) {
    repair("several labels",
           fmt::format("region '{}' has {}; the first counts", printable(id), labels.size()));
  }
  return labels[0].get<std::string>();
}

std::array<double, 4> LabelStudioRegions::rectangle(const RecordFields& value,
                                                    const std::string& id) {
  const double horizontal = named_.image.width / 100.0, vertical = named_.image.height / 100.0;
  const double left = value.number("x") * horizontal, top = value.number("y") * vertical;
  const double width = value.number("width") * horizontal;
  const double height = value.number("height") * vertical;
  const double degrees = std::fmod(value.number_or("rotation", 0), 360);
  if (degrees == 0) return {left, top, left + width, top + height};
  repair("rotated rectangle", fmt::format("region '{}'; its tight box is taken", printable(id)));
  // Clockwise around the corner that is the upper left one at 0 degrees.
  const double cosine = std::cos(degrees * kPi / 180), sine = std::sin(degrees * kPi / 180);
  const std::array<double, 4> across = {0, width * cosine, -height * sine,
                                        width * cosine - height * sine};
  const std::array<double, 4> down = {0, width * sine, height * cosine,
                                      width * sine + height * cosine};
  const auto [first_x, last_x] = std::minmax_element(across.begin(), across.end());
  const auto [first_y, last_y] = std::minmax_element(down.begin(), down.end());
  return {left + *first_x, top + *first_y, left + *last_x, top + *last_y};
}

void LabelStudioRegions::add_polygon(const RecordFields& value, NamedInstance& instance) const {
  const ImageAnnotation& image = named_.image;
  std::vector<float> outline;
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const nlohmann::json& element : value.list("points")) {
    const auto point = finite_numbers(element);
    if (!point || point->size() != 2) value.fail("'points' must be a list of two numbers each");
    const double x = std::clamp((*point)[0], 0.0, 100.0) * image.width / 100.0;
    const double y = std::clamp((*point)[1], 0.0, 100.0) * image.height / 100.0;
    outline.push_back(static_cast<float>(x));
    outline.push_back(static_cast<float>(y));
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
  instance.corners = {left, top, right, bottom};
  if (outline.size() >= 6) {
    instance.polygons = {std::move(outline)};
  } else {
    instance.corners = {};  // fewer than three points have no area
  }
}

bool LabelStudioRegions::add(const RecordFields& result) {
  const std::string type = result.text("type");
  const bool is_rectangle = rectangle_types().count(type) > 0;
  if (!is_rectangle && polygon_types().count(type) == 0) {
    repair("other kind of result", "'" + printable(type) + "'; left out");
    return true;
  }
  if (!set_size(result)) return false;
  const std::string id = result.optional_text("id").value_or("");
  const nlohmann::json* content = result.find("value");
  if (content == nullptr) result.fail("'value' is missing");
  const RecordFields value(*content, result.where() + ": value");
  NamedInstance instance;
  instance.name = label_of(value, type, id);
  if (const int* row = row_of(id); row != nullptr && !id.empty()) {
    // Shape and label of a region may be two results with one id.
    NamedInstance& known = named_.instances[static_cast<std::size_t>(*row)];
    if (known.name.empty()) known.name = instance.name;
    return true;
  }
  if (is_rectangle) {
    instance.corners = rectangle(value, id);
  } else {
    add_polygon(value, instance);
  }
  if (!id.empty()) row_of_id_.emplace(id, static_cast<int>(named_.instances.size()));
  named_.instances.push_back(std::move(instance));
  return true;
}

}  // namespace hoi
