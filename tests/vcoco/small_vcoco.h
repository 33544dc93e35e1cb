#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_records.h"
#include "vcoco/vcoco_labels.h"

namespace hoi {

// Image 1 (100 x 80): person 10 kicks ball 12, hits it with nothing and smiles; person 11 stands
// unlabelled. Image 2 (60 x 50): person 20 carries bag 21 and points at it.

inline nlohmann::json small_labels() {
  return nlohmann::json::parse(R"([
    {"action_name": "kick", "role_name": ["agent", "obj"], "include": [[], ["sports ball"]],
     "image_id": [1, 2], "ann_id": [10, 20], "label": [1, 0], "role_object_id": [10, 20, 12, 0]},
    {"action_name": "hit", "role_name": ["agent", "instr", "obj"], "include": [[], [], []],
     "image_id": [1, 2], "ann_id": [10, 20], "label": [1, 0],
     "role_object_id": [10, 20, 0, 0, 12, 0]},
    {"action_name": "smile", "role_name": ["agent"], "include": [[]],
     "image_id": [1, 2], "ann_id": [10, 20], "label": [1, 0], "role_object_id": [10, 20]},
    {"action_name": "carry", "role_name": ["agent", "obj"], "include": [[], []],
     "image_id": [1, 2], "ann_id": [10, 20], "label": [0, 1], "role_object_id": [10, 20, 0, 21]},
    {"action_name": "point", "role_name": ["agent", "instr"], "include": [[], []],
     "image_id": [1, 2], "ann_id": [10, 20], "label": [0, 1], "role_object_id": [10, 20, 0, 21]}
  ])");
}

inline nlohmann::json small_coco() {
  return nlohmann::json::parse(R"({
    "categories": [{"id": 1, "name": "person"}, {"id": 37, "name": "sports ball"},
                   {"id": 31, "name": "handbag"}],
    "annotations": [
      {"id": 10, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 40], "area": 700,
       "iscrowd": 0, "segmentation": [[10, 10, 30, 10, 30, 50]]},
      {"id": 11, "image_id": 1, "category_id": 1, "bbox": [60, 10, 20.5, 40], "area": 600,
       "iscrowd": 0, "segmentation": []},
      {"id": 12, "image_id": 1, "category_id": 37, "bbox": [30, 40, 10, 10], "area": 78,
       "iscrowd": 0},
      {"id": 13, "image_id": 1, "category_id": 37, "bbox": [0, 0, 100, 80], "area": 1000,
       "iscrowd": 1, "segmentation": {"size": [80, 100], "counts": [0, 1000, 7000]}},
      {"id": 20, "image_id": 2, "category_id": 1, "bbox": [5, 5, 20, 30], "area": 400,
       "iscrowd": 0},
      {"id": 21, "image_id": 2, "category_id": 31, "bbox": [20, 20, 12, 8], "area": 90,
       "iscrowd": 0}],
    "images": [
      {"id": 1, "file_name": "COCO_train2014_000000000001.jpg", "width": 100, "height": 80},
      {"id": 2, "file_name": "COCO_train2014_000000000002.jpg", "width": 60, "height": 50},
      {"id": 3, "file_name": "COCO_train2014_000000000003.jpg", "width": 60, "height": 50}]
  })");
}

inline JsonRecords records_of(const nlohmann::json& value, const std::string& name = "file.json") {
  return JsonRecords(value.dump(), name);
}

inline std::vector<VcocoActionLabels> parsed_labels(const nlohmann::json& value) {
  return parse_vcoco_labels(records_of(value, "labels.json"));
}

/// A prediction with score `score` for everything: a person and the object of every role.
inline nlohmann::json small_prediction(std::int64_t image_id, const nlohmann::json& person,
                                       const nlohmann::json& object, double score) {
  nlohmann::json prediction = {{"image_id", image_id}, {"person_box", person}};
  auto role = object;
  role.push_back(score);
  for (const nlohmann::json& action : small_labels()) {
    const std::string name = action.at("action_name");
    prediction[name + "_agent"] = score;
    for (const std::string role_name : action.at("role_name")) {
      if (role_name != "agent") prediction[name + "_" + role_name] = role;
    }
  }
  return prediction;
}

}  // namespace hoi
