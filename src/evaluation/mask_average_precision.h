#pragma once

#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"
#include "evaluation/region_average_precision.h"

namespace hoi {

/// Scores the masks of results by the rule of COCO, see evaluate_instances.
RegionAveragePrecision evaluate_masks(const std::vector<ImageResult>& results,
                                      const std::vector<ImageAnnotation>& images,
                                      int num_categories, int max_detections = 100);

}  // namespace hoi
