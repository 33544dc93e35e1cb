#include "formats/annotation_parser.h"

#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/contained_path.h"
#include "formats/flat_map.h"
#include "formats/geometry_parser.h"
#include "formats/json_entry.h"
#include "formats/vocabulary_parser.h"

namespace hoi {
namespace {

/// A row of the data set; of an entry that could not be read only the id is known.
using Row = std::uint32_t;
constexpr Row kUnreadableRow = std::numeric_limits<Row>::max();

/// Where an annotation went.
struct InstancePlace {
  Row image = kUnreadableRow, row = 0;
};

/// Image, subject, object and verb of an interaction.
using Triple = std::array<std::uint32_t, 4>;

struct IdHash {
  std::uint64_t operator()(std::int64_t id) const { return static_cast<std::uint64_t>(id); }
};

struct TripleHash {
  std::uint64_t operator()(const Triple& triple) const {
    std::uint64_t bits = 0;
    for (const std::uint32_t part : triple) bits = bits * 0x9e3779b97f4a7c15U + part;
    return bits;
  }
};

struct Nothing {};

/// Reads one file. Ids of unreadable entries stay known, so that one defect is not reported again
/// by everything that points at it.
class AnnotationParser {
 public:
  explicit AnnotationParser(const JsonRecords& records)
      : records_(records), has_verbs_(records.has("verbs")) {}

  ParsedAnnotations parse();

 private:
  void check_lists();
  using ReadEntry = void (AnnotationParser::*)(JsonEntry& entry);
  void each(const std::string& list, const std::string& entity, ReadEntry read_entry);
  void parse_image(JsonEntry& entry);
  void check_name_and_id(JsonEntry& entry, const ImageAnnotation& image);
  void parse_instance(JsonEntry& entry);
  Row parse_image_id(JsonEntry& entry);
  int parse_category(JsonEntry& entry);
  void parse_interaction(JsonEntry& entry);
  InstancePlace parse_end(JsonEntry& entry, const std::string& name);
  int parse_verb(JsonEntry& entry);
  void check_interaction(JsonEntry& entry, const ImageAnnotation& image,
                         const InteractionAnnotation& interaction);

  const JsonRecords& records_;
  bool has_verbs_;
  ParsedAnnotations result_;
  ParsedVocabulary words_;
  FlatMap<std::int64_t, Row, IdHash> image_of_id_;
  FlatMap<std::int64_t, InstancePlace, IdHash> instance_of_id_;
  FlatMap<std::int64_t, Nothing, IdHash> interaction_ids_;
  FlatMap<Triple, Nothing, TripleHash> triples_;
  std::unordered_set<std::string> file_names_;
};

void AnnotationParser::check_lists() {
  for (const std::string name : {"images", "annotations", "categories", "verbs", "interactions"}) {
    const bool optional = name == "verbs" || name == "interactions";
    const bool is_there = records_.has(name);
    if (is_there ? records_.is_list(name) : optional) continue;
    const std::string found = is_there ? shown(records_.value(name)) : "nothing";
    result_.defects.add({records_.name(), "file", std::nullopt,
                         fmt::format("'{}' must be a list, found {}", name, found)});
  }
}

void AnnotationParser::each(const std::string& list, const std::string& entity,
                            ReadEntry read_entry) {
  std::vector<DatasetDefect> found;
  records_.each(list, [&](const nlohmann::json& record, std::size_t position) {
    JsonEntry entry(record, entity, position, records_.name(), found);
    (this->*read_entry)(entry);
    result_.defects.take(found);
  });
}

ParsedAnnotations AnnotationParser::parse() {
  if (!records_.is_object()) {
    result_.defects.add({records_.name(), "file", std::nullopt,
                         "must hold one JSON object (docs/formats.md), found a list"});
    return std::move(result_);
  }
  check_lists();
  words_ = parse_vocabulary(records_, result_.defects);
  result_.dataset.vocabulary = words_.vocabulary;
  each("images", "image", &AnnotationParser::parse_image);
  file_names_ = {};
  each("annotations", "annotation", &AnnotationParser::parse_instance);
  each("interactions", "interaction", &AnnotationParser::parse_interaction);
  return std::move(result_);
}

void AnnotationParser::parse_image(JsonEntry& entry) {
  ImageAnnotation image;
  image.file_name = entry.text("file_name").value_or("");
  const auto width = entry.integer("width"), height = entry.integer("height");
  image.split = entry.text_or("split", "");
  // A file without verbs is a plain COCO file: nobody looked for interactions there.
  image.interactions_annotated = entry.boolean_or("interactions_annotated", has_verbs_);
  image.boxes_exhaustive = entry.boolean_or("boxes_exhaustive", true);
  image.faces = parse_faces(entry);
  constexpr std::int64_t kLargestSide = 1 << 20;
  for (const auto& side : {width, height}) {
    if (side && (*side < 1 || *side > kLargestSide)) {
      entry.add_unreadable(
          fmt::format("width and height must be from 1 to {}, found {}", kLargestSide, *side));
    }
  }
  check_name_and_id(entry, image);
  if (!entry.is_readable()) return;
  image.id = *entry.id();
  image.width = static_cast<int>(*width);
  image.height = static_cast<int>(*height);
  *image_of_id_.find(image.id) = static_cast<Row>(result_.dataset.images.size());
  result_.dataset.images.push_back(std::move(image));
}

/// Checks and notes name and id.
void AnnotationParser::check_name_and_id(JsonEntry& entry, const ImageAnnotation& image) {
  if (entry.is_readable() && leaves_folder(image.file_name)) {
    entry.add_unreadable(fmt::format("'file_name' must stay inside the image folder, found {}",
                                     shown(image.file_name)));
  }
  if (entry.is_readable() && !file_names_.insert(image.file_name).second) {
    entry.add_unreadable("'file_name' " + shown(image.file_name) + " is used twice");
  }
  if (entry.id() && !image_of_id_.insert(*entry.id(), kUnreadableRow)) {
    entry.add_unreadable("this id is used twice");
  }
}

/// The image of an annotation.
Row AnnotationParser::parse_image_id(JsonEntry& entry) {
  const auto id = entry.integer("image_id");
  if (!id) return kUnreadableRow;
  const Row* const known = image_of_id_.find(*id);
  if (known != nullptr) return *known;
  entry.add_unreadable(fmt::format("there is no image {}", *id));
  return kUnreadableRow;
}

int AnnotationParser::parse_category(JsonEntry& entry) {
  const auto id = entry.integer("category_id");
  if (!id) return 0;
  const auto known = words_.category_of_id.find(*id);
  if (known != words_.category_of_id.end()) return known->second;
  entry.add_unreadable(fmt::format("there is no category {}", *id));
  return 0;
}

void AnnotationParser::parse_instance(JsonEntry& entry) {
  InstanceAnnotation instance;
  const Row row = parse_image_id(entry);
  ImageAnnotation* const image = row != kUnreadableRow ? &result_.dataset.images[row] : nullptr;
  instance.category = parse_category(entry);
  instance.crowd = entry.boolean_or("iscrowd", false);
  instance.box = parse_box(entry, image);
  parse_mask(entry, image, instance);
  if (entry.id() && !instance_of_id_.insert(*entry.id(), {})) {
    entry.add_unreadable("this id is used twice");
  }
  if (!entry.is_readable() || image == nullptr) return;
  instance.id = *entry.id();
  *instance_of_id_.find(instance.id) = {row, static_cast<Row>(image->instances.size())};
  image->instances.push_back(std::move(instance));
}

InstancePlace AnnotationParser::parse_end(JsonEntry& entry, const std::string& name) {
  const auto id = entry.integer(name);
  if (!id) return {};
  const InstancePlace* const known = instance_of_id_.find(*id);
  if (known != nullptr) return *known;
  entry.add_unreadable(fmt::format("'{}': there is no annotation {}", name, *id));
  return {};
}

int AnnotationParser::parse_verb(JsonEntry& entry) {
  const auto id = entry.integer("verb_id");
  if (!id) return 0;
  const auto known = words_.verb_of_id.find(*id);
  if (known != words_.verb_of_id.end()) return known->second;
  entry.add_unreadable(fmt::format("there is no verb {}", *id));
  return 0;
}

void AnnotationParser::parse_interaction(JsonEntry& entry) {
  const auto image_id = entry.integer("image_id");
  const int verb = parse_verb(entry);
  const InstancePlace subject = parse_end(entry, "subject_id");
  const InstancePlace object = parse_end(entry, "object_id");
  if (entry.id() && !interaction_ids_.insert(*entry.id(), {})) {
    entry.add_unreadable("this id is used twice");
  }
  if (image_id && image_of_id_.find(*image_id) == nullptr) {
    entry.add_unreadable(fmt::format("there is no image {}", *image_id));
  }
  if (!entry.is_readable() || subject.image == kUnreadableRow || object.image == kUnreadableRow) {
    return;
  }
  ImageAnnotation& image = result_.dataset.images[subject.image];
  if (image.id != *image_id || subject.image != object.image) {
    entry.add_unreadable(
        fmt::format("subject and object must belong to its image {}, found images {} and {}",
                    *image_id, image.id, result_.dataset.images[object.image].id));
    return;
  }
  const InteractionAnnotation interaction = {static_cast<int>(subject.row),
                                             static_cast<int>(object.row), verb};
  check_interaction(entry, image, interaction);
  if (!entry.is_readable()) return;
  if (!triples_.insert({subject.image, subject.row, object.row, static_cast<std::uint32_t>(verb)},
                       {})) {
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

ParsedAnnotations parse_annotations(const JsonRecords& records) {
  return AnnotationParser(records).parse();
}

}  // namespace hoi
