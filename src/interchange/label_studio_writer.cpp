#include "interchange/label_studio_writer.h"

#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "interchange/dataset_losses.h"
#include "interchange/labeling_configuration.h"
#include "interchange/picture_reference.h"

namespace hoi {
namespace {

using TaskJson = nlohmann::ordered_json;

std::string region_id(int row) { return fmt::format("region{}", row); }

TaskJson rectangle_result(const InstanceAnnotation& instance, int row, const ImageAnnotation& image,
                          const std::string& label) {
  const Box& box = instance.box;
  const double horizontal = 100.0 / image.width, vertical = 100.0 / image.height;
  const double width = double{box.x2} - double{box.x1}, height = double{box.y2} - double{box.y1};
  return {{"id", region_id(row)},
          {"type", "rectanglelabels"},
          {"from_name", kLabelControl},
          {"to_name", kImageControl},
          {"original_width", image.width},
          {"original_height", image.height},
          {"image_rotation", 0},
          {"value",
           {{"x", box.x1 * horizontal},
            {"y", box.y1 * vertical},
            {"width", width * horizontal},
            {"height", height * vertical},
            {"rotation", 0},
            {"rectanglelabels", TaskJson::array({label})}}}};
}

/// The interactions of an image whose ends are written, verbs of a pair together.
class RelationResults {
 public:
  void add(const InteractionAnnotation& interaction, const std::string& verb) {
    const auto [place, is_new] =
        place_of_.emplace(std::make_pair(interaction.subject, interaction.object), results_.size());
    if (is_new) {
      results_.push_back({{"type", "relation"},
                          {"from_id", region_id(interaction.subject)},
                          {"to_id", region_id(interaction.object)},
                          {"direction", "right"},
                          {"labels", TaskJson::array()}});
    }
    results_[place->second]["labels"].push_back(verb);
  }

  const std::vector<TaskJson>& results() const { return results_; }

 private:
  std::map<std::pair<int, int>, std::size_t> place_of_;
  std::vector<TaskJson> results_;
};

TaskJson results_of(const ImageAnnotation& image, const Vocabulary& words,
                    DatasetFindings& findings) {
  TaskJson results = TaskJson::array();
  for (std::size_t row = 0; row < image.instances.size(); ++row) {
    const InstanceAnnotation& instance = image.instances[row];
    if (instance.crowd) {
      findings.loss("crowd", "", where_in(image),
                    fmt::format("instance {} is a crowd", instance.id));
      continue;
    }
    results.push_back(
        rectangle_result(instance, static_cast<int>(row), image,
                         words.objects.at(static_cast<std::size_t>(instance.category))));
  }
  RelationResults relations;
  const auto is_crowd = [&](int row) {
    return image.instances.at(static_cast<std::size_t>(row)).crowd;
  };
  for (const InteractionAnnotation& interaction : image.interactions) {
    const std::string& verb = words.verbs.at(static_cast<std::size_t>(interaction.verb));
    if (is_crowd(interaction.subject) || is_crowd(interaction.object)) {
      findings.loss("interaction without its box", "", where_in(image),
                    "'" + verb + "' lost its subject or object");
    } else {
      relations.add(interaction, verb);
    }
  }
  for (const TaskJson& relation : relations.results()) results.push_back(relation);
  return results;
}

TaskJson data_of(const ImageAnnotation& image, const LabelStudioWriting& writing) {
  TaskJson data = {{"image", writing.reference_prefix + percent_encoded(image.file_name)},
                   {"width", image.width},
                   {"height", image.height}};
  if (!image.split.empty()) data["split"] = image.split;
  if (!image.interactions_annotated) data["interactions_annotated"] = false;
  if (!image.boxes_exhaustive) data["boxes_exhaustive"] = false;
  return data;
}

}  // namespace

ImagePlacements write_label_studio(const AnnotatedDataset& dataset,
                                   const std::filesystem::path& folder, DatasetFindings& findings,
                                   const LabelStudioWriting& writing) {
  std::string text = "[";
  ImagePlacements placements;
  for (const ImageAnnotation& image : dataset.images) {
    count_masks_and_faces(image, findings);
    const TaskJson labels = {{"result", results_of(image, dataset.vocabulary, findings)}};
    TaskJson task = {{"data", data_of(image, writing)}, {"annotations", TaskJson::array()}};
    if (writing.as_predictions) task["predictions"] = TaskJson::array();
    task[writing.as_predictions ? "predictions" : "annotations"].push_back(labels);
    text += placements.empty() ? "\n" : ",\n";
    text += task.dump(-1, ' ', false, TaskJson::error_handler_t::replace);
    placements.push_back({dataset.image_folder / image.file_name,
                          std::filesystem::path("images") / image.file_name});
  }
  write_file_atomically(folder / "tasks.json", text + "\n]\n");
  write_file_atomically(folder / "labeling_config.xml", labeling_configuration(dataset.vocabulary));
  return placements;
}

}  // namespace hoi
