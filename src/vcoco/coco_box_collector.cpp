#include "vcoco/coco_box_collector.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "vcoco/coco_image_collector.h"
#include "vcoco/vcoco_record.h"

namespace hoi {
namespace {

/// The categories of a COCO file, as far as the metric cares.
struct ScoredCategories {
  std::int64_t person = 0;
  std::string person_name;
  std::unordered_set<std::int64_t> ids;
};

ScoredCategories read_scored_categories(const JsonRecords& coco) {
  ScoredCategories categories;
  coco.each("categories", [&](const nlohmann::json& value, std::size_t position) {
    const VcocoRecord record(value, coco.name(), "category", position);
    const std::int64_t id = record.integer("id");
    if (categories.ids.empty()) {
      categories.person = id;
      categories.person_name = record.text("name");
    }
    categories.ids.insert(id);
  });
  if (categories.ids.empty()) {
    throw InputError(coco.name() +
                     ": 'categories' must be a list that starts with the person category");
  }
  return categories;
}

void read_size(const VcocoRecord& record, ScoredImage& image) {
  if (image.found) record.fail("this id stands here twice");
  image.found = true;
  image.width = record.number("width");
  image.height = record.number("height");
  constexpr double kLargest = 1 << 20;
  for (const double side : {image.width, image.height}) {
    if (!(side >= 1) || !(side <= kLargest)) {
      record.fail(fmt::format("width and height must be from 1 to {}, found {}", kLargest, side));
    }
  }
}

ScoredAnnotation read_annotation(const VcocoRecord& record, const ScoredImage& image,
                                 const ScoredCategories& categories) {
  ScoredAnnotation annotation;
  annotation.id = record.integer("id");
  const std::int64_t category = record.integer("category_id");
  if (categories.ids.count(category) == 0) {
    record.fail(fmt::format("there is no category {}", category));
  }
  annotation.person = category == categories.person;
  const auto box = record.coordinates("bbox", 4);
  const double x2 = box[0] + std::max(0.0, box[2] - 1), y2 = box[1] + std::max(0.0, box[3] - 1);
  const auto clip_x = [&](double x) { return std::min(image.width - 1, std::max(0.0, x)); };
  const auto clip_y = [&](double y) { return std::min(image.height - 1, std::max(0.0, y)); };
  const bool has_area =
      record.number("area") > 0 && clip_x(x2) > clip_x(box[0]) && clip_y(y2) > clip_y(box[1]);
  const nlohmann::json* ignore = record.find("ignore");
  annotation.ignored = ignore != nullptr && (*ignore == 1 || *ignore == true);
  annotation.dropped = annotation.ignored || !has_area;
  annotation.box = {static_cast<float>(clip_x(box[0])), static_cast<float>(clip_y(box[1])),
                    static_cast<float>(clip_x(x2)), static_cast<float>(clip_y(y2))};
  return annotation;
}

}  // namespace

CollectedBoxes collect_coco_boxes(const JsonRecords& coco, const std::vector<std::int64_t>& ids) {
  check_coco_lists(coco);
  const ScoredCategories categories = read_scored_categories(coco);
  CollectedBoxes boxes;
  boxes.person_name = categories.person_name;
  for (const std::int64_t id : ids) boxes.images[id];
  coco.each("images", [&](const nlohmann::json& value, std::size_t position) {
    const VcocoRecord record(value, coco.name(), "image", position);
    const auto image = boxes.images.find(record.integer("id"));
    if (image != boxes.images.end()) read_size(record, image->second);
  });
  std::unordered_set<std::int64_t> known;
  coco.each("annotations", [&](const nlohmann::json& value, std::size_t position) {
    const VcocoRecord record(value, coco.name(), "annotation", position);
    const auto image = boxes.images.find(record.integer("image_id"));
    if (image == boxes.images.end() || !image->second.found) return;
    image->second.annotations.push_back(read_annotation(record, image->second, categories));
    if (!known.insert(image->second.annotations.back().id).second) {
      record.fail("this id stands here twice");
    }
  });
  return boxes;
}

}  // namespace hoi
