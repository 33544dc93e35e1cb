#include "vcoco/vcoco_export_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/contained_path.h"
#include "base/error.h"
#include "formats/json_entry.h"
#include "vcoco/vcoco_folder.h"
#include "vcoco/vcoco_record.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

constexpr double kLargestSide = 1 << 20;

/// A class and a box, by which an instance is known.
using BoxOfClass = std::array<float, 5>;

class ExportFileReader {
 public:
  ExportFileReader(const JsonRecords& records, std::string split, DatasetFindings& findings,
                   AnnotatedDataset& dataset)
      : records_(records), split_(std::move(split)), findings_(findings), dataset_(dataset) {
    for (const ImageAnnotation& image : dataset.images) pictures_.insert(image.file_name);
  }

  void read();

 private:
  void read_words();
  void read_ids();
  void add_export_image(const VcocoRecord& record, std::size_t position);
  void add_interactions(const VcocoRecord& record, ImageAnnotation& image);
  std::optional<Box> box_of(const nlohmann::json& list, std::size_t entry,
                            const VcocoRecord& record);
  std::size_t word_index(const VcocoRecord& record, std::int64_t index, std::size_t count,
                         const char* list) const;
  int row_of(int category, const Box& box, ImageAnnotation& image);
  std::string where(const VcocoRecord& record, std::size_t entry) const {
    return fmt::format("{}, entry {}", record.where(), entry);
  }

  const JsonRecords& records_;
  std::string split_;
  DatasetFindings& findings_;
  AnnotatedDataset& dataset_;
  std::vector<std::string> class_names_;
  std::vector<std::optional<int>> verbs_, objects_;
  std::vector<std::int64_t> image_ids_;
  std::unordered_set<std::string> pictures_;  ///< of all images, other files included
  std::map<BoxOfClass, int> rows_;            ///< of the image being read
};

std::vector<std::string> names_in(const JsonRecords& records, const char* member) {
  std::vector<std::string> names;
  if (!records.is_object() || !records.is_list(member)) {
    throw InputError(
        fmt::format("{}: '{}' must be a list; the public re-export of V-COCO is expected here",
                    records.name(), member));
  }
  records.each(member, [&](const nlohmann::json& name, std::size_t) {
    if (!name.is_string()) {
      throw InputError(
          fmt::format("{}: '{}' must hold texts, found {}", records.name(), member, shown(name)));
    }
    names.push_back(name.get<std::string>());
  });
  return names;
}

void ExportFileReader::read_words() {
  class_names_ = names_in(records_, "classes");
  for (const std::string& name : class_names_) verbs_.push_back(vcoco_verb_called(name));
  // Entry 0 is the background: no name of an object, so it stays unknown.
  for (const std::string& name : names_in(records_, "objects")) {
    objects_.push_back(vcoco_object_called(name));
  }
}

void ExportFileReader::read_ids() {
  if (!records_.has("images")) return;
  const nlohmann::json whole = {{"images", records_.value("images")}};
  image_ids_ = VcocoRecord(whole, records_.name(), "list", 0).integers("images");
}

void ExportFileReader::read() {
  read_words();
  read_ids();
  if (!records_.is_list("annotations")) {
    throw InputError(records_.name() + ": 'annotations' must be a list");
  }
  std::size_t count = 0;
  records_.each("annotations", [&](const nlohmann::json& value, std::size_t position) {
    add_export_image(VcocoRecord(value, records_.name(), "image", position), position);
    ++count;
  });
  if (!image_ids_.empty() && image_ids_.size() != count) {
    throw InputError(
        fmt::format("{}: 'images' and 'annotations' must be equally long, found {} "
                    "and {} entries",
                    records_.name(), image_ids_.size(), count));
  }
}

void ExportFileReader::add_export_image(const VcocoRecord& record, std::size_t position) {
  ImageAnnotation image;
  const std::string name = record.text("file_name");
  if (leaves_folder(name)) {
    record.fail("'file_name' must stay inside the image folder, found " + shown(name));
  }
  image.file_name = vcoco_picture_path(name, split_);
  image.split = split_;
  image.boxes_exhaustive = false;
  if (position < image_ids_.size()) {
    image.id = image_ids_[position];
  } else {
    const auto id = coco_image_id(name);
    image.id = id ? *id : static_cast<std::int64_t>(dataset_.images.size()) + 1;
  }
  if (!pictures_.insert(image.file_name).second) {
    findings_.repair("image twice", records_.name(), record.where(),
                     shown(name) + " was there before; left out");
    return;
  }
  rows_.clear();
  add_interactions(record, image);
  double width = 1, height = 1;
  for (const InstanceAnnotation& instance : image.instances) {
    width = std::max(width, std::ceil(double{instance.box.x2}));
    height = std::max(height, std::ceil(double{instance.box.y2}));
  }
  image.width = static_cast<int>(std::min(width, kLargestSide));
  image.height = static_cast<int>(std::min(height, kLargestSide));
  dataset_.images.push_back(std::move(image));
}

std::size_t ExportFileReader::word_index(const VcocoRecord& record, std::int64_t index,
                                         std::size_t count, const char* list) const {
  if (index < 0 || static_cast<std::uint64_t>(index) >= count) {
    record.fail(fmt::format("'{}' must hold indices from 0 to {}, found {}", list,
                            static_cast<std::int64_t>(count) - 1, index));
  }
  return static_cast<std::size_t>(index);
}

std::optional<Box> ExportFileReader::box_of(const nlohmann::json& list, std::size_t entry,
                                            const VcocoRecord& record) {
  const auto numbers = finite_numbers(list[entry]);
  if (!numbers || numbers->size() != 4) {
    record.fail(fmt::format("a box must be 4 finite numbers, found {} at position {}",
                            shown(list[entry]), entry));
  }
  const auto at = [&](std::size_t i) { return static_cast<float>((*numbers)[i]); };
  Box box = {at(0), at(1), at(2), at(3)};
  if (box.x2 < box.x1 || box.y2 < box.y1) {
    findings_.repair("exchanged corners", records_.name(), where(record, entry),
                     "x1 <= x2 and y1 <= y2 expected; put in order");
    if (box.x2 < box.x1) std::swap(box.x1, box.x2);
    if (box.y2 < box.y1) std::swap(box.y1, box.y2);
  }
  if (box.area() > 0) return box;
  findings_.repair("box without area", records_.name(), where(record, entry),
                   shown(list[entry]) + "; the interaction is left out");
  return std::nullopt;
}

int ExportFileReader::row_of(int category, const Box& box, ImageAnnotation& image) {
  const BoxOfClass key = {static_cast<float>(category), box.x1, box.y1, box.x2, box.y2};
  const auto [known, is_new] = rows_.emplace(key, static_cast<int>(image.instances.size()));
  if (is_new) {
    InstanceAnnotation instance;
    instance.id = known->second + 1;
    instance.category = category;
    instance.box = box;
    image.instances.push_back(std::move(instance));
  }
  return known->second;
}

void ExportFileReader::add_interactions(const VcocoRecord& record, ImageAnnotation& image) {
  const auto actions = record.integers("actions");
  const auto objects = record.integers("objects");
  const nlohmann::json& human_boxes = record.list("boxes_h");
  const nlohmann::json& object_boxes = record.list("boxes_o");
  const std::size_t count = actions.size();
  if (objects.size() != count || human_boxes.size() != count || object_boxes.size() != count) {
    record.fail(fmt::format(
        "'boxes_h', 'boxes_o', 'actions' and 'objects' must be equally long, found {}, {}, {} and "
        "{} entries",
        human_boxes.size(), object_boxes.size(), count, objects.size()));
  }
  const int person = vcoco_vocabulary().person;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t action = word_index(record, actions[i], verbs_.size(), "actions");
    const auto object = objects_[word_index(record, objects[i], objects_.size(), "objects")];
    const auto human_box = box_of(human_boxes, i, record),
               object_box = box_of(object_boxes, i, record);
    if (!human_box || !object_box) continue;
    if (!verbs_[action] || !object) {
      findings_.loss(object ? "unknown action" : "object class outside COCO", records_.name(),
                     where(record, i), shown(class_names_[action]) + " is left out");
      continue;
    }
    const int subject_row = row_of(person, *human_box, image);
    const int object_row = row_of(*object, *object_box, image);
    if (subject_row == object_row) {
      findings_.repair("person with itself", records_.name(), where(record, i),
                       "nobody is paired with itself; left out");
      continue;
    }
    image.interactions.push_back({subject_row, object_row, *verbs_[action]});
  }
}

/// Sizes of the pictures, where they are to be had.
void read_sizes(const DatasetReading& reading, AnnotatedDataset& dataset) {
  if (!reading.image_size) return;
  for (ImageAnnotation& image : dataset.images) {
    const auto size = reading.image_size(dataset.image_folder / image.file_name);
    if (size) {
      image.width = size->first;
      image.height = size->second;
    } else {
      reading.findings.repair("missing picture", image.file_name, "",
                              "there is no such picture; its size is made from its boxes");
    }
  }
}

}  // namespace

void append_vcoco_export(const JsonRecords& records, const std::string& split,
                         DatasetFindings& findings, AnnotatedDataset& dataset) {
  dataset.vocabulary = vcoco_vocabulary();
  ExportFileReader(records, split, findings, dataset).read();
}

AnnotatedDataset read_vcoco_export(const fs::path& folder, const DatasetReading& reading) {
  const auto file_of = [&](const std::string& split) {
    return folder / ("instances_vcoco_" + split + ".json");
  };
  std::vector<std::string> splits = {"train", "val", "test"};
  const bool has_both = fs::exists(file_of("train")) && fs::exists(file_of("val"));
  if (!has_both && fs::exists(file_of("trainval"))) splits = {"trainval", "test"};
  AnnotatedDataset dataset;
  bool found = false;
  for (const std::string& split : splits) {
    if (!fs::exists(file_of(split))) continue;
    found = true;
    append_vcoco_export(JsonRecords::read(file_of(split), reading.progress), split,
                        reading.findings, dataset);
  }
  if (!found) {
    throw InputError(folder.string() +
                     ": no instances_vcoco_train.json, instances_vcoco_val.json, "
                     "instances_vcoco_trainval.json or instances_vcoco_test.json there");
  }
  dataset.image_folder = find_vcoco_images(folder);
  read_sizes(reading, dataset);
  return dataset;
}

}  // namespace hoi
