#include "vcoco/coco_file_text.h"

#include <nlohmann/json.hpp>

#include "domain/polygon_mask.h"
#include "formats/run_length_json.h"
#include "formats/shortest_number.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

/// Pixels of the mask, or the area of the box where no mask is known.
double coco_area(const InstanceAnnotation& instance, const ImageAnnotation& image) {
  const auto mask = instance_mask(instance, image.width, image.height);
  const auto pixels = mask ? mask_area(*mask) : 0;
  return pixels > 0 ? static_cast<double>(pixels) : double{instance.box.area()};
}

nlohmann::ordered_json coco_segmentation(const InstanceAnnotation& instance) {
  if (instance.run_lengths) return run_lengths_to_json(*instance.run_lengths);
  nlohmann::ordered_json outlines = nlohmann::ordered_json::array();
  for (const auto& outline : instance.polygons) {
    nlohmann::ordered_json numbers = nlohmann::ordered_json::array();
    for (const float number : outline) numbers.push_back(shortest_number(number));
    outlines.push_back(std::move(numbers));
  }
  return outlines;
}

void add_line(const nlohmann::ordered_json& entry, std::string& lines) {
  if (!lines.empty()) lines += ",";
  lines += "\n" + entry.dump();
}

}  // namespace

void CocoFileText::add(const VcocoPlannedImage& planned,
                       const std::vector<std::int64_t>& annotation_ids) {
  const ImageAnnotation& image = *planned.image;
  add_line({{"id", planned.id},
            {"file_name", planned.file_name},
            {"width", image.width},
            {"height", image.height}},
           images_);
  for (std::size_t i = 0; i < planned.objects.size(); ++i) {
    const InstanceAnnotation& instance = image.instances[i];
    if (!planned.objects[i]) continue;
    add_line({{"id", annotation_ids[i]},
              {"image_id", planned.id},
              {"category_id", coco_category_id(*planned.objects[i])},
              {"bbox", box_to_xywh(instance.box)},
              {"area", coco_area(instance, image)},
              {"iscrowd", instance.crowd ? 1 : 0},
              {"segmentation", coco_segmentation(instance)}},
             annotations_);
  }
}

std::string CocoFileText::text() {
  std::string categories;
  const auto& objects = vcoco_vocabulary().objects;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    add_line({{"id", coco_category_id(static_cast<int>(i))}, {"name", objects[i]}}, categories);
  }
  return "{\n\"images\": [" + std::move(images_) + "\n],\n\"annotations\": [" +
         std::move(annotations_) + "\n],\n\"categories\": [" + categories + "\n]\n}\n";
}

}  // namespace hoi
