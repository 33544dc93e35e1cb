#include "coco/coco_prediction_writer.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "coco/coco_record.h"
#include "formats/printable_text.h"
#include "formats/run_length_json.h"
#include "formats/shortest_number.h"

namespace hoi {
namespace {

std::string plain_name(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name == "human" ? "person" : name;
}

template <class Map>
std::optional<std::int64_t> id_in(const Map& ids, const std::string& name) {
  const auto found = ids.find(name);
  return found != ids.end() ? std::optional(found->second) : std::nullopt;
}

std::string entry_text(const DetectedInstance& instance, std::int64_t image_id,
                       std::int64_t category_id) {
  nlohmann::ordered_json entry = {{"image_id", image_id},
                                  {"category_id", category_id},
                                  {"bbox", box_to_xywh(instance.box)},
                                  {"score", shortest_number(instance.score)}};
  if (instance.mask) entry["segmentation"] = run_lengths_to_json(*instance.mask);
  return entry.dump();
}

}  // namespace

CocoIds coco_ids_of(const Vocabulary& vocabulary, const std::vector<ImageAnnotation>& images) {
  CocoIds ids;
  for (std::size_t i = 0; i < vocabulary.objects.size(); ++i) {
    ids.category_of_name.emplace(plain_name(vocabulary.objects[i]),
                                 static_cast<std::int64_t>(i) + 1);
  }
  std::set<std::int64_t> distinct;
  for (const ImageAnnotation& image : images) distinct.insert(image.id);
  std::int64_t count = 0;
  for (const ImageAnnotation& image : images) {
    ++count;
    ids.image_of_file.emplace(image.file_name, distinct.size() == images.size() ? image.id : count);
  }
  return ids;
}

CocoIds read_coco_ids(const JsonRecords& records) {
  CocoIds ids;
  for (const char* list : {"categories", "images"}) {
    if (records.is_object() && records.is_list(list)) continue;
    throw InputError(fmt::format("{}: must be a COCO instances file; there is no list '{}'",
                                 records.name(), list));
  }
  records.each("categories", [&](const nlohmann::json& value, std::size_t position) {
    const CocoRecord record(value, records.name(), "categories", position);
    ids.category_of_name.emplace(plain_name(record.text("name")), record.integer("id"));
  });
  records.each("images", [&](const nlohmann::json& value, std::size_t position) {
    const CocoRecord record(value, records.name(), "images", position);
    ids.image_of_file.emplace(record.text("file_name"), record.integer("id"));
  });
  return ids;
}

void write_coco_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                            const CocoIds& ids, const std::filesystem::path& file,
                            DatasetFindings& findings) {
  std::string text = "[";
  for (const ImageResult& result : results) {
    const auto lose = [&](const char* rule, const std::string& what) {
      findings.loss(rule, file.string(), "image '" + printable(result.file) + "'", what);
    };
    const auto image_id = id_in(ids.image_of_file, result.file);
    for (const DetectedInstance& instance : result.instances) {
      const std::string& name = vocabulary.objects.at(static_cast<std::size_t>(instance.category));
      const auto category_id = id_in(ids.category_of_name, plain_name(name));
      if (!image_id) {
        lose("image without id", "the image has no id, so its '" + printable(name) + "' is lost");
      } else if (!category_id) {
        lose("category without id", "there is no id for a '" + printable(name) + "'");
      } else {
        text += (text.size() > 1 ? ",\n" : "\n") + entry_text(instance, *image_id, *category_id);
      }
    }
    for (std::size_t i = 0; i < result.interactions.size(); ++i) {
      lose("interaction", "COCO results hold no interactions");
    }
  }
  write_file_atomically(file, text + "\n]\n");
}

}  // namespace hoi
