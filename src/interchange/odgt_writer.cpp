#include "interchange/odgt_writer.h"

#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "formats/shortest_number.h"
#include "interchange/dataset_losses.h"
#include "interchange/odgt_names.h"

namespace hoi {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson box_entry(const InstanceAnnotation& instance, const Vocabulary& words) {
  OrderedJson entry = {{"box", box_to_xywh(instance.box)},
                       {"tag", words.objects.at(static_cast<std::size_t>(instance.category))}};
  if (instance.crowd) entry["extra"] = {{"ignore", 1}};
  return entry;
}

std::string line_of(const ImageAnnotation& image, const Vocabulary& words) {
  OrderedJson boxes = OrderedJson::array(), interactions = OrderedJson::array();
  for (const auto& instance : image.instances) boxes.push_back(box_entry(instance, words));
  for (const auto& interaction : image.interactions) {
    interactions.push_back(
        {{"subject_id", interaction.subject},
         {"object_id", interaction.object},
         {"interaction", words.verbs.at(static_cast<std::size_t>(interaction.verb))}});
  }
  OrderedJson entry = {{"file_name", image.file_name},
                       {"width", image.width},
                       {"height", image.height},
                       {"gtboxes", std::move(boxes)}};
  if (image.interactions_annotated) entry["hoi"] = std::move(interactions);
  return entry.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

void count_losses(const ImageAnnotation& image, const std::string& stem,
                  DatasetFindings& findings) {
  count_masks_and_faces(image, findings);
  if (!image.boxes_exhaustive) {
    findings.loss("boxes not exhaustive", "", where_in(image), "the boxes are not exhaustive");
  }
  if (const std::string back = odgt_split_of_stem(stem); back != image.split) {
    findings.loss("split", "", where_in(image),
                  fmt::format("split '{}' becomes '{}'", image.split, back));
  }
  if (image.interactions_annotated) return;
  for (std::size_t i = 0; i < image.interactions.size(); ++i) {
    findings.loss("interaction that is said not to be annotated", "", where_in(image),
                  fmt::format("interaction {}", i));
  }
}

}  // namespace

ImagePlacements write_odgt(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                           DatasetFindings& findings) {
  std::map<std::string, std::string> text_of_stem;
  ImagePlacements placements;
  for (const ImageAnnotation& image : dataset.images) {
    const std::string stem = odgt_stem_of_split(image.split);
    count_losses(image, stem, findings);
    text_of_stem[stem] += line_of(image, dataset.vocabulary);
    placements.push_back({dataset.image_folder / image.file_name,
                          std::filesystem::path("images") / image.file_name});
  }
  count_unused_words(dataset, findings);
  if (text_of_stem.empty()) text_of_stem["all"];
  for (const auto& [stem, text] : text_of_stem) {
    write_file_atomically(folder / (stem + ".odgt"), text);
  }
  return placements;
}

}  // namespace hoi
