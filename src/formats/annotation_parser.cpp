#include "formats/annotation_parser.h"

#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "formats/geometry_parser.h"
#include "formats/json_entry.h"
#include "formats/vocabulary_parser.h"

namespace hoi {
namespace {

using nlohmann::json;

/// Where an annotation went: image and row; nothing for one that could not be read.
using InstancePlace = std::optional<std::pair<std::size_t, int>>;

/// Reads one document. Ids of unreadable entries stay known, so that one defect is not reported
/// again by everything that points at it.
class AnnotationParser {
 public:
  AnnotationParser(const json& document, std::string file)
      : document_(document), file_(std::move(file)) {}

  ParsedAnnotations parse();

 private:
  void check_lists();
  using ReadEntry = void (AnnotationParser::*)(JsonEntry& entry);
  void each(const std::string& list, const std::string& entity, ReadEntry read_entry);
  void parse_image(JsonEntry& entry);
  void parse_instance(JsonEntry& entry);
  void parse_interaction(JsonEntry& entry);
  InstancePlace parse_end(JsonEntry& entry, const std::string& name);
  void check_interaction(JsonEntry& entry, const ImageAnnotation& image,
                         const InteractionAnnotation& interaction);

  const json& document_;
  std::string file_;
  ParsedAnnotations result_;
  ParsedVocabulary words_;
  std::unordered_map<std::int64_t, std::optional<std::size_t>> image_of_id_;
  std::unordered_map<std::int64_t, InstancePlace> instance_of_id_;
  std::set<std::int64_t> interaction_ids_;
  std::set<std::string> file_names_;
  std::set<std::tuple<std::size_t, int, int, int>> triples_;
};

void AnnotationParser::check_lists() {
  for (const std::string name : {"images", "annotations", "categories", "verbs", "interactions"}) {
    const bool optional = name == "verbs" || name == "interactions";
    const auto member = document_.find(name);
    if (member == document_.end() ? optional : member->is_array()) continue;
    const std::string found = member == document_.end() ? "nothing" : shown(*member);
    result_.defects.push_back(
        {file_, "file", std::nullopt, fmt::format("'{}' must be a list, found {}", name, found)});
  }
}

void AnnotationParser::each(const std::string& list, const std::string& entity,
                            ReadEntry read_entry) {
  const auto member = document_.find(list);
  if (member == document_.end() || !member->is_array()) return;
  std::size_t position = 0;
  for (const json& value : *member) {
    JsonEntry entry(value, entity, position++, file_, result_.defects);
    (this->*read_entry)(entry);
  }
}

ParsedAnnotations AnnotationParser::parse() {
  if (!document_.is_object()) {
    result_.defects.push_back(
        {file_, "file", std::nullopt,
         "must hold one JSON object (docs/formats.md), found " + shown(document_)});
    return std::move(result_);
  }
  check_lists();
  words_ = parse_vocabulary(document_, file_, result_.defects);
  result_.dataset.vocabulary = words_.vocabulary;
  each("images", "image", &AnnotationParser::parse_image);
  each("annotations", "annotation", &AnnotationParser::parse_instance);
  each("interactions", "interaction", &AnnotationParser::parse_interaction);
  return std::move(result_);
}

/// Would this name leave the folder of the images?
bool leaves_folder(const std::string& name) {
  const std::filesystem::path path(name);
  if (path.is_absolute() || name.find('\0') != std::string::npos) return true;
  for (const auto& part : path) {
    if (part == "..") return true;
  }
  return false;
}

void AnnotationParser::parse_image(JsonEntry& entry) {
  ImageAnnotation image;
  image.file_name = entry.text("file_name").value_or("");
  const auto width = entry.integer("width"), height = entry.integer("height");
  image.split = entry.text_or("split", "");
  // A file without verbs is a plain COCO file: nobody looked for interactions there.
  const bool has_verbs = document_.contains("verbs");
  image.interactions_annotated = entry.boolean_or("interactions_annotated", has_verbs);
  image.boxes_exhaustive = entry.boolean_or("boxes_exhaustive", true);
  image.faces = parse_faces(entry);
  constexpr std::int64_t kLargestSide = 1 << 20;
  for (const auto& side : {width, height}) {
    if (side && (*side < 1 || *side > kLargestSide)) {
      entry.add_unreadable(
          fmt::format("width and height must be from 1 to {}, found {}", kLargestSide, *side));
    }
  }
  if (entry.is_readable() && (image.file_name.empty() || leaves_folder(image.file_name))) {
    entry.add_unreadable(fmt::format("'file_name' must stay inside the image folder, found {}",
                                     shown(image.file_name)));
  }
  if (entry.is_readable() && !file_names_.insert(image.file_name).second) {
    entry.add_unreadable("'file_name' " + shown(image.file_name) + " is used twice");
  }
  if (entry.id() && image_of_id_.count(*entry.id()) > 0) {
    entry.add_unreadable("this id is used twice");
    return;
  }
  if (!entry.is_readable()) {
    if (entry.id()) image_of_id_[*entry.id()] = std::nullopt;
    return;
  }
  image.id = *entry.id();
  image.width = static_cast<int>(*width);
  image.height = static_cast<int>(*height);
  image_of_id_[image.id] = result_.dataset.images.size();
  result_.dataset.images.push_back(std::move(image));
}

void AnnotationParser::parse_instance(JsonEntry& entry) {
  InstanceAnnotation instance;
  const auto image_id = entry.integer("image_id");
  const auto category_id = entry.integer("category_id");
  std::optional<std::size_t> image;
  if (image_id) {
    const auto known = image_of_id_.find(*image_id);
    if (known == image_of_id_.end()) {
      entry.add_unreadable(fmt::format("there is no image {}", *image_id));
    } else {
      image = known->second;
    }
  }
  if (category_id) {
    const auto known = words_.category_of_id.find(*category_id);
    if (known == words_.category_of_id.end()) {
      entry.add_unreadable(fmt::format("there is no category {}", *category_id));
    } else {
      instance.category = known->second;
    }
  }
  instance.crowd = entry.boolean_or("iscrowd", false);
  instance.box = parse_box(entry, image ? &result_.dataset.images[*image] : nullptr);
  instance.polygons = parse_polygons(entry);
  if (entry.id() && instance_of_id_.count(*entry.id()) > 0) {
    entry.add_unreadable("this id is used twice");
    return;
  }
  if (entry.id()) instance_of_id_[*entry.id()] = std::nullopt;
  if (!entry.is_readable() || !image) return;
  instance.id = *entry.id();
  auto& instances = result_.dataset.images[*image].instances;
  instance_of_id_[instance.id] = std::pair(*image, static_cast<int>(instances.size()));
  instances.push_back(std::move(instance));
}

InstancePlace AnnotationParser::parse_end(JsonEntry& entry, const std::string& name) {
  const auto id = entry.integer(name);
  if (!id) return std::nullopt;
  const auto known = instance_of_id_.find(*id);
  if (known != instance_of_id_.end()) return known->second;
  entry.add_unreadable(fmt::format("'{}': there is no annotation {}", name, *id));
  return std::nullopt;
}

void AnnotationParser::parse_interaction(JsonEntry& entry) {
  const auto image_id = entry.integer("image_id");
  const auto verb_id = entry.integer("verb_id");
  const InstancePlace subject = parse_end(entry, "subject_id");
  const InstancePlace object = parse_end(entry, "object_id");
  std::optional<int> verb;
  if (verb_id) {
    const auto known = words_.verb_of_id.find(*verb_id);
    if (known != words_.verb_of_id.end()) verb = known->second;
    if (!verb) entry.add_unreadable(fmt::format("there is no verb {}", *verb_id));
  }
  if (entry.id() && !interaction_ids_.insert(*entry.id()).second) {
    entry.add_unreadable("this id is used twice");
  }
  if (image_id && image_of_id_.count(*image_id) == 0) {
    entry.add_unreadable(fmt::format("there is no image {}", *image_id));
  }
  if (!entry.is_readable() || !subject || !object) return;
  ImageAnnotation& image = result_.dataset.images[subject->first];
  if (image.id != *image_id || subject->first != object->first) {
    entry.add_unreadable(
        fmt::format("subject and object must belong to its image {}, found images "
                    "{} and {}",
                    *image_id, image.id, result_.dataset.images[object->first].id));
    return;
  }
  const InteractionAnnotation interaction = {subject->second, object->second, *verb};
  check_interaction(entry, image, interaction);
  if (!entry.is_readable()) return;
  if (!triples_.insert({subject->first, interaction.subject, interaction.object, *verb}).second) {
    entry.add_questionable("another interaction has the same subject, object and verb");
  }
  image.interactions.push_back(interaction);
}

void AnnotationParser::check_interaction(JsonEntry& entry, const ImageAnnotation& image,
                                         const InteractionAnnotation& interaction) {
  const Vocabulary& words = result_.dataset.vocabulary;
  const auto category_of = [&](int row) {
    return image.instances[static_cast<std::size_t>(row)].category;
  };
  const int subject = category_of(interaction.subject);
  if (subject != words.person) {
    entry.add_unreadable(fmt::format("the subject must be a {}, found {}",
                                     words.objects[static_cast<std::size_t>(words.person)],
                                     shown(words.objects[static_cast<std::size_t>(subject)])));
  }
  if (interaction.subject == interaction.object) {
    entry.add_unreadable("subject and object are the same annotation");
  } else if (!words.person_as_object && category_of(interaction.object) == words.person) {
    entry.add_unreadable("the object is a person, but 'person_as_object' is false");
  }
  if (!image.interactions_annotated) {
    entry.add_questionable(fmt::format(
        "image {} says that its interactions are not annotated, so this one is not used",
        image.id));
  }
}

}  // namespace

ParsedAnnotations parse_annotations(const json& document, const std::string& file) {
  return AnnotationParser(document, file).parse();
}

}  // namespace hoi
