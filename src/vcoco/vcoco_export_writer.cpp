#include "vcoco/vcoco_export_writer.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "formats/shortest_number.h"
#include "vcoco/vcoco_plan.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

/// One file in the making.
struct ExportFileText {
  std::string annotations;  ///< an image a line
  nlohmann::ordered_json image_ids = nlohmann::ordered_json::array();
};

/// Object indices that occur with each verb, background counted as 0.
using ObjectsOfVerb = std::map<int, std::set<int>>;

nlohmann::ordered_json corners_of(const Box& box) {
  return nlohmann::ordered_json::array({shortest_number(box.x1), shortest_number(box.y1),
                                        shortest_number(box.x2), shortest_number(box.y2)});
}

std::string export_line(const VcocoPlannedImage& planned, ObjectsOfVerb& objects_of_verb) {
  nlohmann::ordered_json human_boxes = nlohmann::ordered_json::array(),
                         object_boxes = nlohmann::ordered_json::array();
  nlohmann::ordered_json actions = nlohmann::ordered_json::array(),
                         objects = nlohmann::ordered_json::array();
  for (const InteractionAnnotation& interaction : planned.interactions) {
    const auto object_row = static_cast<std::size_t>(interaction.object);
    const int object = planned.objects[object_row].value() + 1;  // 0 is the background
    human_boxes.push_back(
        corners_of(planned.image->instances[static_cast<std::size_t>(interaction.subject)].box));
    object_boxes.push_back(corners_of(planned.image->instances[object_row].box));
    actions.push_back(interaction.verb);
    objects.push_back(object);
    objects_of_verb[interaction.verb].insert(object);
  }
  return nlohmann::ordered_json({{"boxes_h", std::move(human_boxes)},
                                 {"boxes_o", std::move(object_boxes)},
                                 {"actions", std::move(actions)},
                                 {"objects", std::move(objects)},
                                 {"file_name", planned.file_name}})
      .dump();
}

/// Reports what the boxes of the interactions do not say.
void report_export_losses(const VcocoPlannedImage& planned, DatasetFindings& findings) {
  std::set<int> used;
  for (const InteractionAnnotation& interaction : planned.interactions) {
    used.insert({interaction.subject, interaction.object});
  }
  std::set<std::array<float, 5>> boxes;
  for (std::size_t i = 0; i < planned.objects.size(); ++i) {
    const InstanceAnnotation& instance = planned.image->instances[i];
    const auto lose = [&](const std::string& rule) {
      findings.loss(rule, "", vcoco_image_words(*planned.image),
                    fmt::format("instance {}", instance.id));
    };
    if (!planned.objects[i]) continue;
    if (used.count(static_cast<int>(i)) == 0) {
      lose("instance without interaction");
      continue;
    }
    const Box& box = instance.box;
    const auto category = static_cast<float>(*planned.objects[i]);
    if (!boxes.insert({category, box.x1, box.y1, box.x2, box.y2}).second) lose("box twice");
    if (!instance.polygons.empty() || instance.run_lengths) lose("mask");
    if (instance.crowd) lose("crowd");
  }
}

nlohmann::ordered_json with_spaces(std::vector<std::string> verbs) {
  // "talk_on_phone_instr" is "talk_on_phone instr" there: only the role is set apart.
  for (std::string& verb : verbs) verb[verb.rfind('_')] = ' ';
  return verbs;
}

std::string export_file(const ExportFileText& file, const ObjectsOfVerb& objects_of_verb) {
  const Vocabulary& words = vcoco_vocabulary();
  std::vector<std::string> objects = {"background"};
  objects.insert(objects.end(), words.objects.begin(), words.objects.end());
  nlohmann::ordered_json action_to_object = nlohmann::ordered_json::array();
  for (std::size_t verb = 0; verb < words.verbs.size(); ++verb) {
    const auto found = objects_of_verb.find(static_cast<int>(verb));
    action_to_object.push_back(found != objects_of_verb.end()
                                   ? nlohmann::ordered_json(found->second)
                                   : nlohmann::ordered_json::array());
  }
  return "{\n\"annotations\": [" + file.annotations +
         "\n],\n\"classes\": " + with_spaces(words.verbs).dump() +
         ",\n\"objects\": " + nlohmann::ordered_json(objects).dump() +
         ",\n\"images\": " + file.image_ids.dump() +
         ",\n\"action_to_object\": " + action_to_object.dump() + "\n}\n";
}

}  // namespace

ImagePlacements write_vcoco_export(const AnnotatedDataset& dataset,
                                   const std::filesystem::path& folder, DatasetFindings& findings) {
  const auto images = plan_vcoco(dataset, findings);
  std::map<std::string, ExportFileText> files;
  ObjectsOfVerb objects_of_verb;
  for (const VcocoPlannedImage& planned : images) {
    report_export_losses(planned, findings);
    ExportFileText& file = files[planned.split];
    file.annotations += file.annotations.empty() ? "\n" : ",\n";
    file.annotations += export_line(planned, objects_of_verb);
    file.image_ids.push_back(planned.id);
  }
  for (const auto& [split, file] : files) {
    write_file_atomically(folder / ("instances_vcoco_" + split + ".json"),
                          export_file(file, objects_of_verb));
  }
  return vcoco_placements(dataset, images);
}

}  // namespace hoi
