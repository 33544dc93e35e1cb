#include "vcoco/vcoco_dataset.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "formats/printable_text.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

/// Adds the interactions of one label file to the collected images.
class VcocoJoiner {
 public:
  VcocoJoiner(const VcocoSplitLabels& split, CocoImageCollector& coco, DatasetFindings& findings)
      : split_(split), coco_(coco), findings_(findings) {}

  void join();
  /// Persons that the label file names.
  const std::unordered_set<std::int64_t>& persons() const { return persons_; }

 private:
  void check_images();
  void check_person(std::int64_t person, std::int64_t image);
  void join_action(const VcocoActionLabels& action);
  void join_role(const VcocoActionLabels& action, std::size_t role, std::size_t entry);
  std::optional<int> object_row(std::int64_t object, std::int64_t person,
                                const std::string& where) const;

  void repair(const std::string& rule, const std::string& where, const std::string& text) const {
    findings_.repair(rule, split_.file, where, text);
  }
  void lose(const std::string& rule, const std::string& where, const std::string& text) const {
    findings_.loss(rule, split_.file, where, text);
  }

  const VcocoSplitLabels& split_;
  CocoImageCollector& coco_;
  DatasetFindings& findings_;
  std::unordered_set<std::int64_t> persons_, unusable_persons_;
};

std::string in_words(const VcocoActionLabels& action, std::size_t entry) {
  return fmt::format("action '{}', person {}", printable(action.action), action.person_ids[entry]);
}

void VcocoJoiner::check_images() {
  std::unordered_set<std::int64_t> checked;
  for (const VcocoActionLabels& action : split_.actions) {
    for (const std::int64_t image : action.image_ids) {
      if (!checked.insert(image).second || coco_.image_of_id().count(image) > 0) continue;
      repair("image without COCO entry", fmt::format("image {}", image),
             "no COCO file has this image; left out");
    }
  }
}

/// Reports a person that cannot be used once, and not with every action.
void VcocoJoiner::check_person(std::int64_t person, std::int64_t image) {
  if (!persons_.insert(person).second) return;
  const CollectedInstance* place = coco_.find(person);
  const std::string where = fmt::format("person {}", person);
  if (place == nullptr) {
    unusable_persons_.insert(person);
    // Of an image or annotation that is missing as a whole, that was reported already.
    if (coco_.image_of_id().count(image) == 0 || coco_.was_left_out(person)) return;
    repair("person without COCO entry", where, "no COCO file has this annotation; left out");
    return;
  }
  const ImageAnnotation& owner = coco_.images()[place->image];
  if (owner.split != split_.split) {
    unusable_persons_.insert(person);  // labelled in two splits, which was reported
  } else if (owner.instances[static_cast<std::size_t>(place->row)].category !=
             vcoco_vocabulary().person) {
    unusable_persons_.insert(person);
    repair("labelled annotation is no person", where, "its actions are left out");
  } else if (owner.id != image) {
    repair("person of another image", where,
           fmt::format("said to be in image {}, is in {}", image, owner.id));
  }
}

std::optional<int> VcocoJoiner::object_row(std::int64_t object, std::int64_t person,
                                           const std::string& where) const {
  const CollectedInstance* place = coco_.find(object);
  if (object == person) {
    lose("object is the person", where, "nobody is paired with itself");
  } else if (coco_.was_left_out(object)) {
    lose("object was left out", where, fmt::format("object {} was left out", object));
  } else if (place == nullptr) {
    repair("object without COCO entry", where,
           fmt::format("object {} is not in its image; left out", object));
  } else if (place->image != coco_.find(person)->image) {
    repair("object of another image", where,
           fmt::format("object {} is in another image; left out", object));
  } else {
    return place->row;
  }
  return std::nullopt;
}

void VcocoJoiner::join_role(const VcocoActionLabels& action, std::size_t role, std::size_t entry) {
  const std::string where = in_words(action, entry);
  const std::string verb_name = vcoco_verb_name(action.action, action.roles[role]);
  const std::int64_t object = action.object_ids[role][entry];
  const auto verb = vcoco_verb_called(verb_name);
  if (object == 0) {
    lose("action without object", where, "no '" + action.roles[role] + "' is annotated");
    return;
  }
  if (!verb) {
    lose(action.action == kVcocoPoint ? "action 'point'" : "unknown action", where,
         "'" + verb_name + "' is no verb here");
    return;
  }
  const std::int64_t person = action.person_ids[entry];
  const auto row = object_row(object, person, where);
  if (!row) return;
  const CollectedInstance& subject = *coco_.find(person);
  coco_.images()[subject.image].interactions.push_back({subject.row, *row, *verb});
}

void VcocoJoiner::join_action(const VcocoActionLabels& action) {
  for (std::size_t i = 0; i < action.person_ids.size(); ++i) {
    check_person(action.person_ids[i], action.image_ids[i]);
    if (!action.labels[i] || unusable_persons_.count(action.person_ids[i]) > 0) continue;
    if (action.roles.empty()) {
      lose("action without roles", in_words(action, i), "pairs cannot say it");
    }
    for (std::size_t role = 0; role < action.roles.size(); ++role) join_role(action, role, i);
  }
}

void VcocoJoiner::join() {
  check_images();
  for (const VcocoActionLabels& action : split_.actions) join_action(action);
}

/// Images with an annotated person are annotated; persons without labels are lost there.
void note_unlabelled(const std::unordered_set<std::int64_t>& labelled, const std::string& file,
                     std::vector<ImageAnnotation>& images, DatasetFindings& findings) {
  for (ImageAnnotation& image : images) {
    std::vector<std::int64_t> unlabelled;
    image.interactions_annotated = false;
    for (const InstanceAnnotation& instance : image.instances) {
      if (instance.category != vcoco_vocabulary().person) continue;
      if (labelled.count(instance.id) > 0) {
        image.interactions_annotated = true;
      } else if (!instance.crowd) {
        unlabelled.push_back(instance.id);
      }
    }
    for (const std::int64_t person : unlabelled) {
      if (!image.interactions_annotated) break;
      findings.loss("person without labels", file, fmt::format("person {}", person),
                    "nobody said what it does; it counts as doing nothing");
    }
  }
}

}  // namespace

std::unordered_map<std::int64_t, std::string> vcoco_split_of_image(
    const std::vector<VcocoSplitLabels>& splits, DatasetFindings& findings) {
  std::unordered_map<std::int64_t, std::string> split_of;
  for (const VcocoSplitLabels& split : splits) {
    std::unordered_set<std::int64_t> labelled;
    const std::unordered_set<std::int64_t> listed(split.listed_ids.begin(), split.listed_ids.end());
    const auto add = [&](std::int64_t image, bool agreed, const char* rule, const char* text) {
      const auto [known, is_new] = split_of.emplace(image, split.split);
      const std::string where = fmt::format("image {}", image);
      if (is_new && !agreed) findings.repair(rule, split.file, where, text);
      if (is_new || known->second == split.split) return;
      findings.repair("image of two splits", split.file, where,
                      fmt::format("stays in '{}'", known->second));
    };
    for (const VcocoActionLabels& action : split.actions) {
      for (const std::int64_t image : action.image_ids) {
        if (!labelled.insert(image).second) continue;
        add(image, listed.empty() || listed.count(image) > 0, "image outside the .ids file",
            "labelled but not listed; kept");
      }
    }
    for (const std::int64_t image : split.listed_ids) {
      if (labelled.count(image) > 0) continue;
      add(image, false, "image without annotated person",
          "listed but not labelled; its interactions count as not annotated");
    }
  }
  return split_of;
}

AnnotatedDataset join_vcoco(const std::vector<VcocoSplitLabels>& splits, CocoImageCollector& coco,
                            DatasetFindings& findings) {
  std::unordered_set<std::int64_t> labelled;
  std::map<std::string, std::size_t> rank;
  for (const VcocoSplitLabels& split : splits) {
    rank.emplace(split.split, rank.size());
    VcocoJoiner joiner(split, coco, findings);
    joiner.join();
    labelled.insert(joiner.persons().begin(), joiner.persons().end());
  }
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  dataset.images = std::move(coco.images());
  std::sort(dataset.images.begin(), dataset.images.end(), [&](const auto& a, const auto& b) {
    return std::pair(rank.at(a.split), a.id) < std::pair(rank.at(b.split), b.id);
  });
  note_unlabelled(labelled, splits.empty() ? "" : splits.front().file, dataset.images, findings);
  return dataset;
}

}  // namespace hoi
