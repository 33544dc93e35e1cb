#pragma once

#include "data/image_transform.h"
#include "domain/image_result.h"
#include "model/cascade_options.h"
#include "model/hoi_cascade.h"
#include "vision/image_batch.h"

namespace hoi {

struct ImageResultOptions {
  double min_interaction_score = 0.01;
  DetectionFactor detection_factor = DetectionFactor::kProduct;
};

/// A prediction in the network frame as a result in pixels of the original image: the one place
/// where boxes leave the network frame. Interactions come sorted by score, ties by pair, then verb.
/// Instances have the masks of the prediction, pasted into their boxes (inference/mask_paste.h);
/// none when it has no masks or a side of the image is above kLargestMaskSide.
ImageResult build_image_result(const ImagePrediction& prediction, const FrameScale& scale,
                               const ImageSize& original, const ImageResultOptions& options);

}  // namespace hoi
