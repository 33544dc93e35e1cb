#pragma once

#include <opencv2/core.hpp>

#include "domain/annotation.h"
#include "domain/image_result.h"

namespace hoi {

/// The annotations of a picture as a perfect result of width x height pixels: rows are kept, every
/// score is 1.
ImageResult perfect_result(const ImageAnnotation& annotation, int width, int height);

/// The annotations of a picture (8-bit B, G, R) drawn as draw_result draws a result, every
/// interaction without a score, masks and boxes; masks of another size than the picture are left
/// out.
cv::Mat draw_annotation(const cv::Mat& bgr, const ImageAnnotation& annotation,
                        const Vocabulary& vocabulary);

}  // namespace hoi
