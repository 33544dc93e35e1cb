#pragma once

#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"
#include "evaluation/region_average_precision.h"

namespace hoi {

using BoxAveragePrecision = RegionAveragePrecision;

/// Scores the boxes of results by the rule of COCO, see evaluate_instances.
BoxAveragePrecision evaluate_boxes(const std::vector<ImageResult>& results,
                                   const std::vector<ImageAnnotation>& images, int num_categories,
                                   int max_detections = 100);

}  // namespace hoi
