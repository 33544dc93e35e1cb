#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/json_records.h"
#include "evaluation/role_average_precision.h"

namespace hoi {

/// One annotation of a COCO file as the V-COCO metric sees it.
struct ScoredAnnotation {
  std::int64_t id = 0;
  bool person = false;   ///< of the first category of the file
  bool dropped = false;  ///< no area, a box of one pixel, or "ignore": 1
  bool ignored = false;  ///< dropped because of "ignore": 1
  InclusiveBox box;      ///< clipped to the image
};

/// The annotations of an image in the order of the file.
struct ScoredImage {
  bool found = false;  ///< is the image in the file?
  double width = 0, height = 0;
  std::vector<ScoredAnnotation> annotations;
};

struct CollectedBoxes {
  std::unordered_map<std::int64_t, ScoredImage> images;  ///< by id
  std::string person_name;                               ///< of the first category
};

/// The boxes of the images `ids` of a COCO instances file, numbers handled as the organisers'
/// script does (spec 6.3). Throws InputError when the file has another form.
CollectedBoxes collect_coco_boxes(const JsonRecords& coco, const std::vector<std::int64_t>& ids);

}  // namespace hoi
