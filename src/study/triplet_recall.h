#pragma once

#include <cstdint>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"

namespace hoi {

/// Share of the annotated triplets that the K best predicted ones of their image contain.
struct TripletRecall {
  int kept = 0;            ///< K
  std::int64_t found = 0;  ///< annotated triplets that were recalled, all images together
  std::int64_t annotated = 0;

  double value() const {  ///< [0, 1]; 0 without annotated triplets
    return annotated == 0 ? 0 : static_cast<double>(found) / static_cast<double>(annotated);
  }
};

/// Triplet recall by boxes, one entry per K in `kept`. An annotated triplet is recalled when one of
/// the K predictions with the highest scores of its image (the first K of
/// ImageResult::interactions) has the same verb and the same two classes, and both boxes have IoU
/// >= 0.5 with the annotated ones. One prediction may recall several annotated triplets, as in
/// PIC's R@K. Images belong together by file name; one without result recalls nothing, and images
/// whose interactions nobody annotated take no part.
std::vector<TripletRecall> measure_triplet_recall(const std::vector<ImageResult>& results,
                                                  const std::vector<ImageAnnotation>& images,
                                                  const std::vector<int>& kept);

}  // namespace hoi
