#pragma once

#include <cstdint>
#include <vector>

#include "base/json_records.h"
#include "evaluation/region_matching.h"

namespace hoi {

/// One entry of a COCO results file.
struct CocoPrediction {
  std::int64_t image_id = 0, category_id = 0;
  Region region;  ///< a mask of no size: the entry has none
  double score = 0;
  std::size_t position = 0;  ///< in the file, from 0
};

/// Reads a COCO results file, a list of {"image_id", "category_id", "score"} with a "bbox"
/// [x, y, width, height], a "segmentation" as run-length codes, or both; the box of an entry
/// without one is that of its mask. Throws InputError for other structures.
std::vector<CocoPrediction> read_coco_predictions(const JsonRecords& records);

}  // namespace hoi
