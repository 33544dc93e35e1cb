#include "vcoco/vcoco_writer.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "vcoco/coco_file_text.h"
#include "vcoco/vcoco_plan.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

/// One annotated person as the label files list it.
struct LabelledPerson {
  std::int64_t image_id = 0, id = 0;
  std::map<int, std::int64_t> object_of_verb;  ///< verb of vcoco_vocabulary() -> annotation id
};

/// The label files of all splits, filled image by image.
class LabelTables {
 public:
  explicit LabelTables(DatasetFindings& findings) : findings_(findings) {}

  void add_persons(const VcocoPlannedImage& planned,
                   const std::vector<std::int64_t>& annotation_ids);
  void write(const std::filesystem::path& folder) const;

 private:
  struct Split {
    std::vector<LabelledPerson> persons;
    std::vector<std::int64_t> image_ids;
  };

  std::map<std::string, Split> splits_;
  DatasetFindings& findings_;
};

void LabelTables::add_persons(const VcocoPlannedImage& planned,
                              const std::vector<std::int64_t>& annotation_ids) {
  std::map<int, LabelledPerson> persons;  // by row
  for (std::size_t i = 0; i < planned.objects.size(); ++i) {
    const bool is_person = planned.objects[i] == vcoco_vocabulary().person;
    if (!is_person || planned.image->instances[i].crowd) continue;
    persons[static_cast<int>(i)];
  }
  for (const InteractionAnnotation& interaction : planned.interactions) {
    const std::int64_t object = annotation_ids[static_cast<std::size_t>(interaction.object)];
    auto& objects = persons[interaction.subject].object_of_verb;
    if (objects.emplace(interaction.verb, object).second) continue;
    findings_.loss("second object of a role", "", vcoco_image_words(*planned.image),
                   "'" + vcoco_vocabulary().verbs[static_cast<std::size_t>(interaction.verb)] +
                       "' has an object already");
  }
  Split& split = splits_[planned.split];
  split.image_ids.push_back(planned.id);
  for (auto& [row, person] : persons) {
    person.image_id = planned.id;
    person.id = annotation_ids[static_cast<std::size_t>(row)];
    split.persons.push_back(std::move(person));
  }
}

/// The object of a person in a role, 0 for none.
std::int64_t object_in(const LabelledPerson& person, const std::string& action,
                       const std::string& role) {
  const auto verb = vcoco_verb_called(vcoco_verb_name(action, role));
  const auto object = verb ? person.object_of_verb.find(*verb) : person.object_of_verb.end();
  return object != person.object_of_verb.end() ? object->second : 0;
}

nlohmann::ordered_json action_entry(const VcocoAction& action,
                                    const std::vector<LabelledPerson>& persons) {
  nlohmann::ordered_json images = nlohmann::ordered_json::array(),
                         ids = nlohmann::ordered_json::array();
  std::vector<int> labels(persons.size(), 0);
  for (const LabelledPerson& person : persons) {
    images.push_back(person.image_id);
    ids.push_back(person.id);
  }
  nlohmann::ordered_json role_names = {"agent"},
                         include = nlohmann::ordered_json::array({nlohmann::ordered_json::array()});
  nlohmann::ordered_json object_ids = ids;  // the first row repeats the persons
  for (const VcocoRole& role : action.roles) {
    role_names.push_back(role.name);
    include.push_back(role.objects);
    for (std::size_t i = 0; i < persons.size(); ++i) {
      object_ids.push_back(object_in(persons[i], action.name, role.name));
      if (object_ids.back() != 0) labels[i] = 1;
    }
  }
  return {{"action_name", action.name},
          {"role_name", std::move(role_names)},
          {"include", std::move(include)},
          {"image_id", std::move(images)},
          {"ann_id", std::move(ids)},
          {"label", std::move(labels)},
          {"role_object_id", std::move(object_ids)}};
}

void write_ids(const std::filesystem::path& file, std::vector<std::int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  std::string text;
  for (const std::int64_t id : ids) text += fmt::format("{}\n", id);
  write_file_atomically(file, text);
}

void LabelTables::write(const std::filesystem::path& folder) const {
  std::vector<std::int64_t> all;
  std::filesystem::create_directories(folder / "splits");
  for (const auto& [name, split] : splits_) {
    std::string text = "[";
    for (const VcocoAction& action : vcoco_actions()) {
      text += (text.size() > 1 ? ",\n" : "\n") + action_entry(action, split.persons).dump();
    }
    write_file_atomically(folder / ("vcoco_" + name + ".json"), text + "\n]\n");
    write_ids(folder / "splits" / ("vcoco_" + name + ".ids"), split.image_ids);
    all.insert(all.end(), split.image_ids.begin(), split.image_ids.end());
  }
  if (!all.empty()) write_ids(folder / "splits" / "vcoco_all.ids", std::move(all));
}

bool has_person(const VcocoPlannedImage& planned) {
  for (std::size_t i = 0; i < planned.objects.size(); ++i) {
    const bool is_person = planned.objects[i] == vcoco_vocabulary().person;
    if (is_person && !planned.image->instances[i].crowd) return true;
  }
  return !planned.interactions.empty();
}

/// Leaves out images that the organisers' script would refuse.
std::vector<VcocoPlannedImage> images_with_persons(std::vector<VcocoPlannedImage> images,
                                                   DatasetFindings& findings) {
  std::vector<VcocoPlannedImage> kept;
  for (VcocoPlannedImage& planned : images) {
    if (has_person(planned)) {
      kept.push_back(std::move(planned));
    } else {
      findings.loss("image without person", "", vcoco_image_words(*planned.image), "left out");
    }
  }
  return kept;
}

std::vector<std::int64_t> annotation_ids_of(const std::vector<VcocoPlannedImage>& images) {
  std::vector<std::int64_t> wanted;
  for (const VcocoPlannedImage& planned : images) {
    for (const auto& instance : planned.image->instances) wanted.push_back(instance.id);
  }
  return free_ids(wanted);
}

}  // namespace

ImagePlacements write_vcoco(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                            DatasetFindings& findings) {
  const auto images = images_with_persons(plan_vcoco(dataset, findings), findings);
  const auto all_ids = annotation_ids_of(images);
  LabelTables labels(findings);
  CocoFileText coco;
  auto first = all_ids.begin();
  for (const VcocoPlannedImage& planned : images) {
    if (!planned.image->boxes_exhaustive) {
      findings.loss("boxes not exhaustive", "", vcoco_image_words(*planned.image),
                    "every thing counts as boxed");
    }
    const auto last = first + static_cast<std::ptrdiff_t>(planned.objects.size());
    const std::vector<std::int64_t> annotation_ids(first, last);
    first = last;
    labels.add_persons(planned, annotation_ids);
    coco.add(planned, annotation_ids);
  }
  labels.write(folder);
  write_file_atomically(folder / "instances_vcoco_all_2014.json", coco.text());
  return vcoco_placements(dataset, images);
}

}  // namespace hoi
