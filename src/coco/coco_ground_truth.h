#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json_records.h"
#include "evaluation/region_matching.h"

namespace hoi {

/// What is annotated in one image of a COCO file.
struct CocoImage {
  std::int64_t id = 0;
  int width = 0, height = 0;  ///< 0 where masks were not read
  /// AnnotatedRegion::category is an index into CocoGroundTruth::categories. A mask without pixels
  /// (width 0) is unknown.
  std::vector<AnnotatedRegion> regions;
};

/// A COCO instances file as its metric needs it. Any categories will do, a person or not.
struct CocoGroundTruth {
  std::vector<std::string> categories;  ///< names, by ascending id
  std::vector<CocoImage> images;        ///< by ascending id, the order in which COCO ranks them
  std::unordered_map<std::int64_t, int> category_of_id;
  std::unordered_map<std::int64_t, std::size_t> image_of_id;

  // Annotations that were left out or mended.
  std::int64_t unknown_images = 0;      ///< of an image that is not listed; left out
  std::int64_t unknown_categories = 0;  ///< of a category that is not listed; left out
  std::int64_t missing_areas = 0;       ///< the area of the mask or the box was taken
};

/// Reads `categories`, `images` and `annotations`; masks only where they are asked for. Throws
/// InputError for other structures, ids that are used twice in their list and masks of another size
/// than their image.
CocoGroundTruth read_coco_ground_truth(const JsonRecords& records, bool with_masks);

}  // namespace hoi
