#include "evaluation/mask_average_precision.h"

#include "evaluation/instance_evaluation.h"

namespace hoi {

RegionAveragePrecision evaluate_masks(const std::vector<ImageResult>& results,
                                      const std::vector<ImageAnnotation>& images,
                                      int num_categories, int max_detections) {
  return evaluate_instances(results, images, RegionKind::kMask, num_categories, max_detections);
}

}  // namespace hoi
