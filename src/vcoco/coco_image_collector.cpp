#include "vcoco/coco_image_collector.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/contained_path.h"
#include "base/error.h"
#include "formats/geometry_parser.h"
#include "formats/json_entry.h"
#include "vcoco/vcoco_folder.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

constexpr double kTolerance = 1;  // pixels by which a box may leave its image; COCO rounds
constexpr std::int64_t kLargestImageSide = 1 << 20;

int image_side(const VcocoRecord& record, const char* name) {
  const std::int64_t side = record.integer(name);
  if (side < 1 || side > kLargestImageSide) {
    record.fail(fmt::format("'{}' must be from 1 to {}, found {}", name, kLargestImageSide, side));
  }
  return static_cast<int>(side);
}

}  // namespace

void check_coco_lists(const JsonRecords& coco) {
  for (const std::string name : {"images", "annotations"}) {
    if (coco.is_object() && coco.is_list(name)) continue;
    throw InputError(coco.name() + ": '" + name +
                     "' must be a list; a COCO instances file is expected here");
  }
}

CocoImageCollector::CocoImageCollector(
    const std::unordered_map<std::int64_t, std::string>& split_of_image, DatasetFindings& findings)
    : split_of_image_(split_of_image), findings_(findings) {}

void CocoImageCollector::add(const JsonRecords& coco) {
  check_coco_lists(coco);
  file_ = coco.name();
  read_categories(coco);
  coco.each("images", [&](const nlohmann::json& value, std::size_t position) {
    add_image(VcocoRecord(value, file_, "image", position));
  });
  coco.each("annotations", [&](const nlohmann::json& value, std::size_t position) {
    add_annotation(VcocoRecord(value, file_, "annotation", position));
  });
}

const CollectedInstance* CocoImageCollector::find(std::int64_t annotation_id) const {
  const auto found = instances_.find(annotation_id);
  return found != instances_.end() ? &found->second : nullptr;
}

void CocoImageCollector::read_categories(const JsonRecords& coco) {
  category_of_id_.clear();
  unknown_categories_.clear();
  if (!coco.has("categories")) {
    for (std::size_t i = 0; i < vcoco_vocabulary().objects.size(); ++i) {
      category_of_id_[coco_category_id(static_cast<int>(i))] = static_cast<int>(i);
    }
    return;
  }
  if (!coco.is_list("categories")) throw InputError(file_ + ": 'categories' must be a list");
  coco.each("categories", [&](const nlohmann::json& value, std::size_t position) {
    const VcocoRecord record(value, file_, "category", position);
    const std::int64_t id = record.integer("id");
    const auto object = vcoco_object_called(record.text("name"));
    if (object) {
      category_of_id_[id] = *object;
    } else {
      unknown_categories_.insert(id);
    }
  });
}

void CocoImageCollector::add_image(const VcocoRecord& record) {
  const std::int64_t id = record.integer("id");
  const auto wanted = split_of_image_.find(id);
  if (wanted == split_of_image_.end()) return;
  const std::string name = record.text("file_name");
  if (leaves_folder(name)) {
    record.fail("'file_name' must stay inside the image folder, found " + shown(name));
  }
  ImageAnnotation image;
  image.id = id;
  image.split = wanted->second;
  image.file_name = vcoco_picture_path(name, image.split);
  image.width = image_side(record, "width");
  image.height = image_side(record, "height");
  if (image_of_id_.count(id) > 0) {
    findings_.repair("image twice", file_, record.where(), "this id was there before; left out");
    return;
  }
  if (!file_names_.insert(image.file_name).second) {
    findings_.repair("picture twice", file_, record.where(),
                     shown(name) + " belongs to another image already; left out");
    return;
  }
  image_of_id_[id] = images_.size();
  images_.push_back(std::move(image));
}

bool CocoImageCollector::place_box(const VcocoRecord& record, const ImageAnnotation& image,
                                   InstanceAnnotation& instance) {
  const auto numbers = record.coordinates("bbox", 4);
  const double x1 = numbers[0], y1 = numbers[1], x2 = x1 + numbers[2], y2 = y1 + numbers[3];
  const double width = image.width, height = image.height;
  if (x1 < -kTolerance || y1 < -kTolerance || x2 > width + kTolerance || y2 > height + kTolerance) {
    findings_.repair(
        "box outside its image", file_, record.where(),
        fmt::format("[{}, {}, {}, {}] clipped to {} x {} pixels", x1, y1, x2, y2, width, height));
  }
  instance.box = {static_cast<float>(std::clamp(x1, 0.0, width)),
                  static_cast<float>(std::clamp(y1, 0.0, height)),
                  static_cast<float>(std::clamp(x2, 0.0, width)),
                  static_cast<float>(std::clamp(y2, 0.0, height))};
  if (instance.box.area() > 0) return true;
  findings_.repair("box without area", file_, record.where(),
                   fmt::format("[{}, {}, {}, {}] left out", x1, y1, x2, y2));
  return false;
}

void CocoImageCollector::read_mask(const VcocoRecord& record, const ImageAnnotation& image,
                                   InstanceAnnotation& instance) {
  const nlohmann::json* mask = record.find("segmentation");
  if (mask == nullptr || mask->is_null()) return;
  if (!mask->is_array() && !mask->is_object()) {
    record.fail("'segmentation' must be a list of polygons or run-length codes, found " +
                shown(*mask));
  }
  std::vector<DatasetDefect> defects;
  JsonEntry entry(record.value(), "annotation", 0, file_, defects);
  parse_mask(entry, &image, instance);
  if (defects.empty()) return;
  instance.polygons.clear();
  instance.run_lengths.reset();
  findings_.repair("unusable mask", file_, record.where(),
                   defects.front().text + "; its mask counts as unknown");
}

void CocoImageCollector::add_annotation(const VcocoRecord& record) {
  const auto image = image_of_id_.find(record.integer("image_id"));
  if (image == image_of_id_.end()) return;
  InstanceAnnotation instance;
  instance.id = record.integer("id");
  const std::int64_t category = record.integer("category_id");
  instance.crowd = record.flag("iscrowd");
  if (instances_.count(instance.id) > 0 || left_out_.count(instance.id) > 0) {
    findings_.repair("annotation twice", file_, record.where(),
                     "this id was there before; left out");
    return;
  }
  left_out_.insert(instance.id);
  if (unknown_categories_.count(category) > 0) {
    findings_.loss("object class outside COCO", file_, record.where(),
                   fmt::format("category {} is none of COCO's 80; left out", category));
    return;
  }
  const auto known = category_of_id_.find(category);
  if (known == category_of_id_.end()) {
    record.fail(fmt::format("there is no category {}", category));
  }
  instance.category = known->second;
  ImageAnnotation& owner = images_[image->second];
  if (!place_box(record, owner, instance)) return;
  read_mask(record, owner, instance);
  left_out_.erase(instance.id);
  instances_[instance.id] = {image->second, static_cast<int>(owner.instances.size())};
  owner.instances.push_back(std::move(instance));
}

}  // namespace hoi
