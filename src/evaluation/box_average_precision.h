#pragma once

#include <cstdint>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"

namespace hoi {

/// How well the boxes of one category were found; the precisions mean nothing (and are 0) when
/// `ground_truth` is 0.
struct CategoryAveragePrecision {
  double average_precision = 0;     ///< mean over the IoU thresholds 0.50, 0.55, ..., 0.95
  double average_precision_50 = 0;  ///< at IoU 0.50
  double average_precision_75 = 0;  ///< at IoU 0.75
  std::int64_t ground_truth = 0;    ///< instances that are no crowd
  std::int64_t predictions = 0;
};

/// COCO box AP (spec 6.5).
struct BoxAveragePrecision {
  std::vector<CategoryAveragePrecision> categories;  ///< K, in vocabulary order

  // Means over the categories with ground truth; 0 when there is none.
  double mean() const;
  double mean_50() const;
  double mean_75() const;
};

/// Scores boxes by the rule of COCO (101 recall points, all areas): in each image and category the
/// `max_detections` best predictions are matched, best first, to the free annotated box with the
/// highest IoU at or above the threshold. A prediction that fits only a crowd (shared area over its
/// own area) is neither right nor wrong.
///
/// Results belong to images by file name, as in evaluate_triplets; several results of one image are
/// joined. Images whose boxes are not exhaustive take no part, because nothing tells a wrong box
/// from a missing label there.
BoxAveragePrecision evaluate_boxes(const std::vector<ImageResult>& results,
                                   const std::vector<ImageAnnotation>& images, int num_categories,
                                   int max_detections = 100);

}  // namespace hoi
