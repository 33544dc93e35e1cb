#include "coco/coco_ground_truth.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "coco/coco_record.h"
#include "domain/polygon_mask.h"

namespace hoi {
namespace {

void check_lists(const JsonRecords& records) {
  for (const char* list : {"categories", "images", "annotations"}) {
    if (records.is_object() && records.is_list(list)) continue;
    throw InputError(fmt::format(
        "{}: must be a COCO instances file, an object with the lists 'categories', 'images' and "
        "'annotations'; there is no list '{}'",
        records.name(), list));
  }
}

void read_categories(const JsonRecords& records, CocoGroundTruth& truth) {
  struct NamedId {
    std::int64_t id = 0;
    std::string name;
  };
  std::vector<NamedId> categories;
  records.each("categories", [&](const nlohmann::json& value, std::size_t position) {
    const CocoRecord record(value, records.name(), "categories", position);
    categories.push_back({record.integer("id"), record.text("name")});
    if (!truth.category_of_id.emplace(categories.back().id, 0).second) {
      record.fail("this id is used twice");
    }
  });
  std::sort(categories.begin(), categories.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  for (const NamedId& category : categories) {
    truth.category_of_id[category.id] = static_cast<int>(truth.categories.size());
    truth.categories.push_back(category.name);
  }
}

int image_side(const CocoRecord& record, const char* name) {
  const std::int64_t side = record.integer(name);
  if (side < 1 || side > kLargestMaskSide) {
    record.fail(fmt::format("'{}' must be from 1 to {}, found {}", name, kLargestMaskSide, side));
  }
  return static_cast<int>(side);
}

void read_images(const JsonRecords& records, bool with_masks, CocoGroundTruth& truth) {
  records.each("images", [&](const nlohmann::json& value, std::size_t position) {
    const CocoRecord record(value, records.name(), "images", position);
    CocoImage image;
    image.id = record.integer("id");
    if (with_masks) {
      image.width = image_side(record, "width");
      image.height = image_side(record, "height");
    }
    if (!truth.image_of_id.emplace(image.id, 0).second) record.fail("this id is used twice");
    truth.images.push_back(std::move(image));
  });
  std::sort(truth.images.begin(), truth.images.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  for (std::size_t i = 0; i < truth.images.size(); ++i) truth.image_of_id[truth.images[i].id] = i;
}

/// The mask of an annotation; of no size when it is unknown.
RunLengthMask annotated_mask(const CocoRecord& record, const CocoImage& image) {
  const nlohmann::json* mask = record.find("segmentation");
  if (mask == nullptr || (mask->is_array() && mask->empty())) return {};
  if (mask->is_object()) return record.run_lengths("segmentation", image.width, image.height);
  return polygon_mask(record.polygons("segmentation"), image.width, image.height);
}

void read_annotation(const CocoRecord& record, bool with_masks, CocoGroundTruth& truth) {
  const auto image = truth.image_of_id.find(record.integer("image_id"));
  const auto category = truth.category_of_id.find(record.integer("category_id"));
  if (image == truth.image_of_id.end()) {
    ++truth.unknown_images;
    return;
  }
  if (category == truth.category_of_id.end()) {
    ++truth.unknown_categories;
    return;
  }
  CocoImage& home = truth.images[image->second];
  AnnotatedRegion region;
  region.category = category->second;
  region.crowd = record.flag("iscrowd");
  const auto box = record.box("bbox");
  if (!box) record.fail("'bbox' is missing");
  region.region.box = *box;
  if (with_masks) region.region.mask = annotated_mask(record, home);
  if (record.find("area") != nullptr) {
    region.area = record.number("area");
  } else {
    const RunLengthMask& mask = region.region.mask;
    region.area = mask.width > 0 ? static_cast<double>(mask_area(mask)) : (*box)[2] * (*box)[3];
    ++truth.missing_areas;
  }
  home.regions.push_back(std::move(region));
}

}  // namespace

CocoGroundTruth read_coco_ground_truth(const JsonRecords& records, bool with_masks) {
  check_lists(records);
  CocoGroundTruth truth;
  read_categories(records, truth);
  read_images(records, with_masks, truth);
  records.each("annotations", [&](const nlohmann::json& value, std::size_t position) {
    read_annotation(CocoRecord(value, records.name(), "annotations", position), with_masks, truth);
  });
  return truth;
}

}  // namespace hoi
