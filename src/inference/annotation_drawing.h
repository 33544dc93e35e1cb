#pragma once

#include <opencv2/core.hpp>

#include "domain/annotation.h"

namespace hoi {

/// The annotations of a picture (8-bit B, G, R) drawn as draw_result draws a result, every
/// interaction without a score, masks and boxes; masks of another size than the picture are left
/// out.
cv::Mat draw_annotation(const cv::Mat& bgr, const ImageAnnotation& annotation,
                        const Vocabulary& vocabulary);

}  // namespace hoi
