#pragma once

#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"
#include "evaluation/region_average_precision.h"

namespace hoi {

/// Scores the instances of results (RegionEvaluation). Results belong to images by file name, as in
/// evaluate_triplets; several results of one image are joined. Images whose boxes are not
/// exhaustive take no part, because nothing tells a wrong box from a missing label there. The area
/// of an instance is that of what is compared, its box or its mask; where masks are compared,
/// instances without a known mask are left out on both sides.
RegionAveragePrecision evaluate_instances(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          RegionKind kind, int num_categories, int max_detections);

}  // namespace hoi
