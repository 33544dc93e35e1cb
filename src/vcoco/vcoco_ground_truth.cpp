#include "vcoco/vcoco_ground_truth.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "vcoco/coco_box_collector.h"

namespace hoi {
namespace {

/// The entry of each person in the lists of one action.
using EntryOfPerson = std::unordered_map<std::int64_t, std::size_t>;

/// How often something happened, for notices.
struct GroundTruthCounts {
  std::int64_t missing_persons = 0, dropped_persons = 0, ignored = 0, dropped_objects = 0;
};

class GroundTruthBuilder {
 public:
  GroundTruthBuilder(const std::vector<VcocoActionLabels>& labels, const std::string& labels_file,
                     const JsonRecords& coco, std::vector<std::int64_t> split_ids)
      : labels_(labels), labels_file_(labels_file), coco_(coco), split_ids_(std::move(split_ids)) {}

  VcocoGroundTruth build();

 private:
  void name_classes();
  void select_images();
  void index_labels();
  void add_scored_image(std::int64_t id, const ScoredImage& collected);
  RolePerson person_of(const ScoredAnnotation& annotation);
  std::optional<InclusiveBox> object_of(std::int64_t object, std::int64_t person);
  void count_persons(const CollectedBoxes& boxes);
  void add_notices(const CollectedBoxes& boxes);
  void notice(std::int64_t count, const std::string& text);

  const std::vector<VcocoActionLabels>& labels_;
  const std::string& labels_file_;
  const JsonRecords& coco_;
  std::vector<std::int64_t> split_ids_;
  VcocoGroundTruth truth_;
  std::unordered_set<std::int64_t> annotated_;  ///< persons of the first action: the script's rule
  std::vector<EntryOfPerson> doers_;            ///< A: entries with label 1
  std::unordered_map<std::int64_t, const ScoredAnnotation*> annotation_of_id_;  ///< of one image
  GroundTruthCounts counts_;
};

void GroundTruthBuilder::name_classes() {
  truth_.task.actions = labels_.size();
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    truth_.actions.push_back(labels_[i].action);
    for (const std::string& role : labels_[i].roles) {
      truth_.roles.push_back({i, role});
      truth_.task.action_of_role.push_back(i);
    }
  }
}

void GroundTruthBuilder::select_images() {
  const auto& ids = labels_.front().image_ids;
  const std::unordered_set<std::int64_t> labelled(ids.begin(), ids.end());
  if (split_ids_.empty()) split_ids_.assign(labelled.begin(), labelled.end());
  std::sort(split_ids_.begin(), split_ids_.end());
  split_ids_.erase(std::unique(split_ids_.begin(), split_ids_.end()), split_ids_.end());
  for (const std::int64_t id : split_ids_) {
    if (labelled.count(id) > 0) continue;
    throw InputError(fmt::format(
        "{}: no person of image {} is labelled, but the split has this image; do both files "
        "belong to the same split?",
        labels_file_, id));
  }
  notice(static_cast<std::int64_t>(labelled.size() - split_ids_.size()),
         "labelled images are not in the split and take no part");
}

void GroundTruthBuilder::index_labels() {
  annotated_.insert(labels_.front().person_ids.begin(), labels_.front().person_ids.end());
  for (const VcocoActionLabels& action : labels_) {
    EntryOfPerson& entries = doers_.emplace_back();
    for (std::size_t i = 0; i < action.person_ids.size(); ++i) {
      if (action.labels[i]) entries[action.person_ids[i]] = i;
    }
  }
}

std::optional<InclusiveBox> GroundTruthBuilder::object_of(std::int64_t object,
                                                          std::int64_t person) {
  if (object == 0) return std::nullopt;
  const auto found = annotation_of_id_.find(object);
  if (found == annotation_of_id_.end()) {
    throw InputError(fmt::format(
        "{}: annotation {}, the object of person {}, is not in the person's image; do the COCO "
        "and the V-COCO file belong together?",
        coco_.name(), object, person));
  }
  if (!found->second->dropped) return found->second->box;
  ++counts_.dropped_objects;
  return std::nullopt;
}

RolePerson GroundTruthBuilder::person_of(const ScoredAnnotation& annotation) {
  RolePerson person;
  person.box = annotation.box;
  person.annotated = annotated_.count(annotation.id) > 0;
  if (!person.annotated) return person;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const auto entry = doers_[i].find(annotation.id);
    const bool does = entry != doers_[i].end();
    person.actions.push_back(does);
    for (const auto& objects : labels_[i].object_ids) {
      person.roles.push_back(does ? object_of(objects[entry->second], annotation.id)
                                  : std::nullopt);
    }
  }
  return person;
}

void GroundTruthBuilder::add_scored_image(std::int64_t id, const ScoredImage& collected) {
  if (!collected.found) {
    throw InputError(
        fmt::format("{}: image {} of the split is not in this file", coco_.name(), id));
  }
  truth_.image_of_id[id] = truth_.images.size();
  annotation_of_id_.clear();
  for (const auto& annotation : collected.annotations) {
    annotation_of_id_[annotation.id] = &annotation;
  }
  RoleImage& image = truth_.images.emplace_back();
  for (const ScoredAnnotation& annotation : collected.annotations) {
    if (annotation.ignored) ++counts_.ignored;
    if (!annotation.person) continue;
    if (!annotation.dropped) {
      image.persons.push_back(person_of(annotation));
    } else if (annotated_.count(annotation.id) > 0) {
      ++counts_.dropped_persons;
    }
  }
}

/// Labelled persons of the split that the COCO file does not have.
void GroundTruthBuilder::count_persons(const CollectedBoxes& boxes) {
  std::unordered_set<std::int64_t> persons;
  for (const auto& [id, image] : boxes.images) {
    for (const auto& annotation : image.annotations) {
      if (annotation.person) persons.insert(annotation.id);
    }
  }
  std::int64_t found = 0;
  for (std::size_t i = 0; i < labels_.front().person_ids.size(); ++i) {
    if (truth_.image_of_id.count(labels_.front().image_ids[i]) == 0) continue;
    const bool is_there = persons.count(labels_.front().person_ids[i]) > 0;
    is_there ? ++found : ++counts_.missing_persons;
  }
  if (found == 0 && counts_.missing_persons > 0) {
    throw InputError(fmt::format(
        "{}: has none of the {} labelled persons; do the COCO and the V-COCO file belong together?",
        coco_.name(), counts_.missing_persons));
  }
}

void GroundTruthBuilder::notice(std::int64_t count, const std::string& text) {
  if (count > 0) truth_.notices.push_back(fmt::format("{} {}", count, text));
}

void GroundTruthBuilder::add_notices(const CollectedBoxes& boxes) {
  notice(counts_.missing_persons,
         "labelled persons are no person annotations of the COCO file; they count as not there");
  notice(counts_.dropped_persons, "labelled persons have no area and count as not there");
  notice(counts_.dropped_objects,
         "objects of roles have no area; the role counts as one without an object (the "
         "organisers' script stops here)");
  notice(counts_.ignored, "annotations with \"ignore\": 1 were dropped");
  const auto empty = std::count_if(truth_.images.begin(), truth_.images.end(),
                                   [](const RoleImage& image) { return image.persons.empty(); });
  notice(empty,
         "images have no person with area; predictions in them are wrong (the organisers' script "
         "stops here)");
  if (boxes.person_name != "person") {
    truth_.notices.push_back("the first category of the COCO file, " + shown(boxes.person_name) +
                             ", counts as the person, as in the organisers' script");
  }
}

VcocoGroundTruth GroundTruthBuilder::build() {
  name_classes();
  select_images();
  index_labels();
  const CollectedBoxes boxes = collect_coco_boxes(coco_, split_ids_);
  for (const std::int64_t id : split_ids_) add_scored_image(id, boxes.images.at(id));
  count_persons(boxes);
  add_notices(boxes);
  return std::move(truth_);
}

}  // namespace

VcocoGroundTruth build_vcoco_ground_truth(const std::vector<VcocoActionLabels>& labels,
                                          const std::string& labels_file, const JsonRecords& coco,
                                          std::vector<std::int64_t> split_ids) {
  return GroundTruthBuilder(labels, labels_file, coco, std::move(split_ids)).build();
}

}  // namespace hoi
