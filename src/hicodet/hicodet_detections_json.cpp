#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "hicodet/hicodet_detections.h"
#include "hicodet/hicodet_json_value.h"

namespace hoi {
namespace {

double read_score(const nlohmann::json& value, const HicodetPlace& place) {
  const double score = value.is_number() ? value.get<double>() : NAN;
  if (!std::isfinite(score)) {
    place.fail(fmt::format("\"score\" is {}, expected a number", shown(value)));
  }
  return score;
}

/// An id, whatever its size.
std::int64_t read_id(const nlohmann::json& record, const char* name, const HicodetPlace& place) {
  const nlohmann::json& value = hicodet_member(record, name, place);
  const auto id = hicodet_whole_number(value);
  if (!id) {
    place.fail(fmt::format("\"{}\" is {}, expected a whole number", name, shown(value)));
  }
  return *id;
}

std::string read_image_name(const nlohmann::json& record, const HicodetPlace& place) {
  const nlohmann::json& name = hicodet_member(record, "file_name", place);
  if (!name.is_string()) {
    place.fail(fmt::format("\"file_name\" is {}, expected a text", shown(name)));
  }
  return name.get<std::string>();
}

/// Rows of nine numbers of one interaction and image.
void add_json_rows(const nlohmann::json& rows, int interaction, int image,
                   const HicodetPlace& place, HicodetDetectionCollector& collector) {
  constexpr std::size_t kNumbers = 9;
  if (rows.is_null()) return;
  if (!rows.is_array()) {
    place.fail(fmt::format("image {}: found {}, expected a list of rows", image, shown(rows)));
  }
  for (const nlohmann::json& row : rows) {
    if (!row.is_array() || row.size() != kNumbers) {
      place.fail(
          fmt::format("image {}: found {}, expected a row of nine numbers", image, shown(row)));
    }
    PairBoxes boxes;
    for (std::size_t i = 0; i < 4; ++i) {
      boxes.human[i] = hicodet_number(row[i], "human", place);
      boxes.object[i] = hicodet_number(row[i + 4], "object", place);
    }
    collector.add(interaction, image, boxes, read_score(row[kNumbers - 1], place));
  }
}

/// The record of one interaction of the nested lists.
void add_nested_record(const nlohmann::json& images, const HicodetPlace& place,
                       HicodetDetectionCollector& collector) {
  const HicodetGroundTruth& truth = collector.truth();
  if (place.position >= truth.pairs.size()) {
    place.fail(fmt::format("more lists than the {} interactions", truth.pairs.size()));
  }
  if (!images.is_array() || images.size() != truth.file_names.size()) {
    place.fail(fmt::format("found {}, expected a list with one entry for each of the {} images",
                           shown(images), truth.file_names.size()));
  }
  for (std::size_t i = 0; i < images.size(); ++i) {
    add_json_rows(images[i], static_cast<int>(place.position), static_cast<int>(i), place,
                  collector);
  }
}

/// A record with one pair.
void add_pair_record(const nlohmann::json& record, const HicodetPlace& place,
                     HicodetDetectionCollector& collector) {
  const auto image = collector.image_of(read_image_name(record, place));
  PairBoxes boxes;
  boxes.human = hicodet_corners(hicodet_member(record, "human", place), "human", place);
  boxes.object = hicodet_corners(hicodet_member(record, "object", place), "object", place);
  const double score = read_score(hicodet_member(record, "score", place), place);
  std::optional<int> interaction;
  if (record.contains("hoi_id")) {
    interaction =
        hicodet_index(record["hoi_id"], 1, collector.truth().pairs.size(), "hoi_id", place);
  } else if (record.contains("object_id")) {
    interaction = collector.interaction_of(read_id(record, "object_id", place),
                                           read_id(record, "verb_id", place));
  } else {
    place.fail("neither \"hoi_id\" nor \"object_id\" and \"verb_id\" are there");
  }
  if (image && interaction) collector.add(*interaction, *image, boxes, score);
}

struct PredictedBox {
  std::array<double, 4> corners = {};
  std::int64_t category = 0;
};

std::vector<PredictedBox> read_predicted_boxes(const nlohmann::json& record,
                                               const HicodetPlace& place) {
  std::vector<PredictedBox> boxes;
  const nlohmann::json& list = hicodet_list(record, "predictions", place);
  boxes.reserve(list.size());
  for (const nlohmann::json& entry : list) {
    boxes.push_back({hicodet_corners(hicodet_member(entry, "bbox", place), "bbox", place),
                     read_id(entry, "category_id", place)});
  }
  return boxes;
}

/// A record with the boxes of one image and pairs of their positions.
void add_image_record(const nlohmann::json& record, const char* pairs, const HicodetPlace& place,
                      HicodetDetectionCollector& collector) {
  const auto image = collector.image_of(read_image_name(record, place));
  const auto boxes = read_predicted_boxes(record, place);
  const auto box_of = [&](const nlohmann::json& pair, const char* name) -> const PredictedBox& {
    const auto& id = hicodet_member(pair, name, place);
    return boxes[static_cast<std::size_t>(hicodet_index(id, 0, boxes.size(), name, place))];
  };
  for (const nlohmann::json& pair : hicodet_list(record, pairs, place)) {
    const PredictedBox& human = box_of(pair, "subject_id");
    const PredictedBox& object = box_of(pair, "object_id");
    const std::int64_t verb = read_id(pair, "category_id", place);
    const double score = read_score(hicodet_member(pair, "score", place), place);
    const auto interaction = collector.interaction_of(object.category, verb);
    if (image && interaction) {
      collector.add(*interaction, *image, {human.corners, object.corners}, score);
    }
  }
}

enum class DetectionForm { kNested, kPairs, kImages };

DetectionForm form_of(const nlohmann::json& record) {
  if (!record.is_object()) return DetectionForm::kNested;
  return record.contains("predictions") || record.contains("hoi_prediction")
             ? DetectionForm::kImages
             : DetectionForm::kPairs;
}

void check_nested_count(const JsonRecords& records, std::size_t count,
                        const HicodetDetectionCollector& collector) {
  const std::size_t expected = collector.truth().pairs.size();
  if (count != expected) {
    throw InputError(
        fmt::format("{}: lists of {} interactions, expected {}", records.name(), count, expected));
  }
}

}  // namespace

void collect_hicodet_json(const JsonRecords& records, HicodetDetectionCollector& collector) {
  std::size_t count = 0;
  if (records.is_object()) {
    if (!records.is_list("all_boxes")) {
      throw InputError(
          fmt::format("{}: no predictions: expected a list, or an object with the list "
                      "\"all_boxes\"",
                      records.name()));
    }
    records.each("all_boxes", [&](const nlohmann::json& record, std::size_t position) {
      add_nested_record(record, {records.name(), "interaction", position}, collector);
      ++count;
    });
    check_nested_count(records, count, collector);
    return;
  }
  DetectionForm form = DetectionForm::kPairs;
  records.each([&](const nlohmann::json& record, std::size_t position) {
    if (count++ == 0) form = form_of(record);
    if (form == DetectionForm::kNested) {
      add_nested_record(record, {records.name(), "interaction", position}, collector);
    } else if (form == DetectionForm::kPairs) {
      add_pair_record(record, {records.name(), "prediction", position}, collector);
    } else {
      add_image_record(record, "hoi_prediction", {records.name(), "image", position}, collector);
    }
  });
  if (form == DetectionForm::kNested) check_nested_count(records, count, collector);
}

}  // namespace hoi
