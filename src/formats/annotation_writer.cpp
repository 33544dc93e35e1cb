#include <cmath>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "formats/annotation_file.h"
#include "formats/run_length_json.h"
#include "formats/shortest_number.h"

namespace hoi {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// Area of the mask or the outlines (shoelace formula) in square pixels, or of the box when there
/// are none.
double area_of(const InstanceAnnotation& instance) {
  if (instance.run_lengths) return static_cast<double>(mask_area(*instance.run_lengths));
  double area = instance.polygons.empty() ? double{instance.box.area()} : 0;
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
  if (std::set<std::int64_t>(ids.begin(), ids.end()).size() == ids.size()) return ids;
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

OrderedJson names_with_ids(const std::vector<std::string>& names) {
  OrderedJson list = OrderedJson::array();
  for (const std::string& name : names) list.push_back({{"id", list.size() + 1}, {"name", name}});
  return list;
}

OrderedJson image_entry(const ImageAnnotation& image, std::int64_t id) {
  OrderedJson entry = {{"id", id},
                       {"file_name", image.file_name},
                       {"width", image.width},
                       {"height", image.height},
                       {"split", image.split},
                       {"interactions_annotated", image.interactions_annotated},
                       {"boxes_exhaustive", image.boxes_exhaustive}};
  if (image.faces.empty()) return entry;
  OrderedJson faces = OrderedJson::array();
  for (const FaceAnnotation& face : image.faces) {
    const Box& box = face.box;
    faces.push_back(OrderedJson::array({shortest_number(box.x1), shortest_number(box.y1),
                                        shortest_number(box.x2), shortest_number(box.y2),
                                        shortest_number(face.score)}));
  }
  entry["faces"] = std::move(faces);
  return entry;
}

OrderedJson instance_entry(const InstanceAnnotation& instance, std::int64_t id,
                           std::int64_t image_id) {
  OrderedJson entry = {{"id", id},
                       {"image_id", image_id},
                       {"category_id", instance.category + 1},
                       {"bbox", box_to_xywh(instance.box)},
                       {"area", area_of(instance)},
                       {"iscrowd", instance.crowd ? 1 : 0}};
  if (instance.run_lengths) entry["segmentation"] = run_lengths_to_json(*instance.run_lengths);
  if (instance.polygons.empty()) return entry;
  OrderedJson outlines = OrderedJson::array();
  for (const auto& outline : instance.polygons) {
    OrderedJson numbers = OrderedJson::array();
    for (const float number : outline) numbers.push_back(shortest_number(number));
    outlines.push_back(std::move(numbers));
  }
  entry["segmentation"] = std::move(outlines);
  return entry;
}

/// The lists of a file, in the order in which they are written.
struct Lists {
  OrderedJson images = OrderedJson::array(), annotations = OrderedJson::array(),
              interactions = OrderedJson::array();
};

Lists build_lists(const AnnotatedDataset& dataset) {
  std::vector<std::int64_t> image_ids, instance_ids;
  for (const ImageAnnotation& image : dataset.images) {
    image_ids.push_back(image.id);
    for (const auto& instance : image.instances) instance_ids.push_back(instance.id);
  }
  image_ids = unique_ids(std::move(image_ids));
  instance_ids = unique_ids(std::move(instance_ids));
  Lists lists;
  for (const ImageAnnotation& image : dataset.images) {
    const auto image_id = image_ids[lists.images.size()];
    const std::size_t first = lists.annotations.size();
    for (const InstanceAnnotation& instance : image.instances) {
      checked(instance.category, dataset.vocabulary.objects, "category");
      lists.annotations.push_back(
          instance_entry(instance, instance_ids[lists.annotations.size()], image_id));
    }
    for (const InteractionAnnotation& interaction : image.interactions) {
      const auto subject = first + checked(interaction.subject, image.instances, "subject");
      const auto object = first + checked(interaction.object, image.instances, "object");
      checked(interaction.verb, dataset.vocabulary.verbs, "verb");
      lists.interactions.push_back({{"id", lists.interactions.size() + 1},
                                    {"image_id", image_id},
                                    {"subject_id", instance_ids[subject]},
                                    {"object_id", instance_ids[object]},
                                    {"verb_id", interaction.verb + 1}});
    }
    lists.images.push_back(image_entry(image, image_id));
  }
  return lists;
}

/// One entry per line, so that a person can find one and a comparison shows it.
std::string list_text(const std::string& name, const OrderedJson& list) {
  std::string text = "\"" + name + "\": [";
  const char* separator = "\n";
  for (const OrderedJson& entry : list) {
    text += separator + entry.dump();
    separator = ",\n";
  }
  return text + "\n]";
}

}  // namespace

void write_annotation_file(const AnnotatedDataset& dataset, const std::filesystem::path& file) {
  const Vocabulary& words = dataset.vocabulary;
  const std::string& person = words.objects[checked(words.person, words.objects, "category")];
  if (person != "person" && person != "human") {
    throw std::invalid_argument("write_annotation_file: the person class is called '" + person +
                                "'");
  }
  const Lists lists = build_lists(dataset);
  const std::string text =
      std::string("{\n\"person_as_object\": ") + (words.person_as_object ? "true" : "false") +
      ",\n" + list_text("categories", names_with_ids(words.objects)) + ",\n" +
      list_text("verbs", names_with_ids(words.verbs)) + ",\n" + list_text("images", lists.images) +
      ",\n" + list_text("annotations", lists.annotations) + ",\n" +
      list_text("interactions", lists.interactions) + "\n}\n";
  write_file_atomically(file, text);
}

}  // namespace hoi
