#include "evaluation/box_average_precision.h"

#include "evaluation/instance_evaluation.h"

namespace hoi {

BoxAveragePrecision evaluate_boxes(const std::vector<ImageResult>& results,
                                   const std::vector<ImageAnnotation>& images, int num_categories,
                                   int max_detections) {
  return evaluate_instances(results, images, RegionKind::kBox, num_categories, max_detections);
}

}  // namespace hoi
