#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "formats/annotation_file.h"
#include "formats/printable_text.h"
#include "formats/run_length_json.h"
#include "formats/shortest_number.h"

namespace hoi {
namespace {

/// Area of the mask or the outlines (shoelace formula) in square pixels, or of the box when there
/// are none.
double area_of(const InstanceAnnotation& instance) {
  if (instance.run_lengths) return static_cast<double>(mask_area(*instance.run_lengths));
  const Box& box = instance.box;
  double area = 0;
  if (instance.polygons.empty()) {
    area = std::max(double{box.x2} - box.x1, 0.0) * std::max(double{box.y2} - box.y1, 0.0);
  }
  for (const auto& outline : instance.polygons) {
    double twice = 0;
    for (std::size_t i = 0; i + 1 < outline.size(); i += 2) {
      const std::size_t next = (i + 2) % outline.size();
      twice += double{outline[i]} * outline[next + 1] - double{outline[next]} * outline[i + 1];
    }
    area += std::abs(twice) / 2;
  }
  return std::round(area * 100) / 100;
}

/// The ids themselves when they are unique, else 1, 2, 3, ...
std::vector<std::int64_t> unique_ids(std::vector<std::int64_t> ids) {
  auto sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return ids;
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i) + 1;
  return ids;
}

template <class List>
std::size_t checked(int index, const List& list, const char* what) {
  if (index >= 0 && static_cast<std::size_t>(index) < list.size()) {
    return static_cast<std::size_t>(index);
  }
  throw std::invalid_argument(fmt::format("write_annotation_file: there is no {} {}", what, index));
}

std::string quoted(const std::string& name) {
  try {
    return nlohmann::json(name).dump();
  } catch (const nlohmann::json::type_error&) {
    throw InputError("the name '" + printable(name) +
                     "' is not UTF-8, which annotation files must be; rename it");
  }
}

/// Builds the text of one file entry by entry; numbers are written with the fewest digits that
/// read back to the same ones.
class AnnotationText {
 public:
  explicit AnnotationText(const AnnotatedDataset& dataset);
  std::string build();

 private:
  template <class... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
  }
  /// One entry per line, so that a person can find one and a comparison shows it.
  void begin_list(const char* name);
  void begin_entry();
  void end_list();

  void add_numbers(const std::vector<float>& numbers);
  void add_names(const char* list, const std::vector<std::string>& names);
  void add_image_entry(const ImageAnnotation& image, std::int64_t id);
  void add_instance_entry(const InstanceAnnotation& instance, std::int64_t id,
                          std::int64_t image_id);
  void add_interactions(const ImageAnnotation& image, std::int64_t image_id, std::size_t first_row);

  const AnnotatedDataset& dataset_;
  std::vector<std::int64_t> image_ids_, instance_ids_;
  std::int64_t interactions_ = 0;
  bool first_entry_ = true;
  std::string text_;
};

AnnotationText::AnnotationText(const AnnotatedDataset& dataset) : dataset_(dataset) {
  for (const ImageAnnotation& image : dataset.images) {
    image_ids_.push_back(image.id);
    for (const auto& instance : image.instances) instance_ids_.push_back(instance.id);
  }
  image_ids_ = unique_ids(std::move(image_ids_));
  instance_ids_ = unique_ids(std::move(instance_ids_));
}

void AnnotationText::begin_list(const char* name) {
  add(",\n\"{}\": [", name);
  first_entry_ = true;
}

void AnnotationText::begin_entry() {
  add("{}\n", first_entry_ ? "" : ",");
  first_entry_ = false;
}

void AnnotationText::end_list() { add("\n]"); }

void AnnotationText::add_numbers(const std::vector<float>& numbers) {
  const char* separator = "[";
  for (const float number : numbers) {
    if (!std::isfinite(number)) throw std::invalid_argument("a coordinate that is not finite");
    add("{}{}", separator, number);
    separator = ",";
  }
  add("]");
}

void AnnotationText::add_names(const char* list, const std::vector<std::string>& names) {
  begin_list(list);
  for (std::size_t i = 0; i < names.size(); ++i) {
    begin_entry();
    add("{{\"id\":{},\"name\":{}}}", i + 1, quoted(names[i]));
  }
  end_list();
}

void AnnotationText::add_image_entry(const ImageAnnotation& image, std::int64_t id) {
  begin_entry();
  add("{{\"id\":{},\"file_name\":{},\"width\":{},\"height\":{},\"split\":{},"
      "\"interactions_annotated\":{},\"boxes_exhaustive\":{}",
      id, quoted(image.file_name), image.width, image.height, quoted(image.split),
      image.interactions_annotated, image.boxes_exhaustive);
  const char* separator = ",\"faces\":[";
  for (const auto& [box, score] : image.faces) {
    add("{}", separator);
    add_numbers({box.x1, box.y1, box.x2, box.y2, score});
    separator = ",";
  }
  add("{}}}", image.faces.empty() ? "" : "]");
}

void AnnotationText::add_instance_entry(const InstanceAnnotation& instance, std::int64_t id,
                                        std::int64_t image_id) {
  checked(instance.category, dataset_.vocabulary.objects, "category");
  const auto [x, y, width, height] = box_to_xywh(instance.box);
  begin_entry();
  add("{{\"id\":{},\"image_id\":{},\"category_id\":{},\"bbox\":[{},{},{},{}],\"area\":{},"
      "\"iscrowd\":{}",
      id, image_id, instance.category + 1, x, y, width, height, area_of(instance),
      instance.crowd ? 1 : 0);
  if (instance.run_lengths) {
    add(",\"segmentation\":{}", run_lengths_to_json(*instance.run_lengths).dump());
  } else if (!instance.polygons.empty()) {
    const char* separator = ",\"segmentation\":[";
    for (const auto& outline : instance.polygons) {
      add("{}", separator);
      add_numbers(outline);
      separator = ",";
    }
    add("]");
  }
  add("}}");
}

void AnnotationText::add_interactions(const ImageAnnotation& image, std::int64_t image_id,
                                      std::size_t first_row) {
  for (const auto& [subject, object, verb] : image.interactions) {
    const auto subject_row = first_row + checked(subject, image.instances, "subject");
    const auto object_row = first_row + checked(object, image.instances, "object");
    checked(verb, dataset_.vocabulary.verbs, "verb");
    begin_entry();
    add("{{\"id\":{},\"image_id\":{},\"subject_id\":{},\"object_id\":{},\"verb_id\":{}}}",
        ++interactions_, image_id, instance_ids_[subject_row], instance_ids_[object_row], verb + 1);
  }
}

std::string AnnotationText::build() {
  const Vocabulary& words = dataset_.vocabulary;
  const auto& images = dataset_.images;
  add("{{\n\"person_as_object\": {}", words.person_as_object);
  add_names("categories", words.objects);
  add_names("verbs", words.verbs);
  begin_list("images");
  for (std::size_t i = 0; i < images.size(); ++i) add_image_entry(images[i], image_ids_[i]);
  end_list();
  begin_list("annotations");
  std::size_t row = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    for (const auto& instance : images[i].instances) {
      add_instance_entry(instance, instance_ids_[row++], image_ids_[i]);
    }
  }
  end_list();
  begin_list("interactions");
  row = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    add_interactions(images[i], image_ids_[i], row);
    row += images[i].instances.size();
  }
  end_list();
  add("\n}}\n");
  return std::move(text_);
}

}  // namespace

std::string annotation_file_text(const AnnotatedDataset& dataset) {
  const Vocabulary& words = dataset.vocabulary;
  const std::string& person = words.objects[checked(words.person, words.objects, "category")];
  if (person != "person" && person != "human") {
    throw std::invalid_argument("write_annotation_file: the person class is called '" + person +
                                "'");
  }
  return AnnotationText(dataset).build();
}

void write_annotation_file(const AnnotatedDataset& dataset, const std::filesystem::path& file) {
  write_file_atomically(file, annotation_file_text(dataset));
}

}  // namespace hoi
