#pragma once

#include <nlohmann/json.hpp>

namespace hoi {

/// A small valid annotation file: a person (annotation 10) kicks a ball (11) in image 1, which also
/// has a second person (12); image 2 is empty.
inline nlohmann::json example_annotations() {
  return nlohmann::json::parse(R"({
    "info": {"description": "example"},
    "categories": [{"id": 37, "name": "ball", "supercategory": "sports"}, {"id": 1, "name": "person"}],
    "verbs": [{"id": 5, "name": "kick"}, {"id": 3, "name": "look"}],
    "images": [
      {"id": 1, "file_name": "a.jpg", "width": 100, "height": 80, "split": "train",
       "faces": [[10, 20, 15, 26, 0.5]]},
      {"id": 2, "file_name": "b/c.jpg", "width": 50, "height": 40, "split": "val",
       "interactions_annotated": false, "boxes_exhaustive": false}],
    "annotations": [
      {"id": 10, "image_id": 1, "category_id": 1, "bbox": [5, 10, 20, 60], "area": 1200,
       "iscrowd": 0, "segmentation": [[5, 10, 25, 10, 15, 70]]},
      {"id": 11, "image_id": 1, "category_id": 37, "bbox": [30.5, 60, 10, 10]},
      {"id": 12, "image_id": 1, "category_id": 1, "bbox": [60, 0, 40, 80], "iscrowd": 1,
       "segmentation": {"size": [80, 100], "counts": [4800, 3200]}}],
    "interactions": [
      {"id": 1, "image_id": 1, "subject_id": 10, "object_id": 11, "verb_id": 5},
      {"id": 2, "image_id": 1, "subject_id": 10, "object_id": 12, "verb_id": 3}]
  })");
}

}  // namespace hoi
