#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace hoi {

/// Polygons along the pixel edges that cover exactly the non-zero pixels of a mask (H, W) 8 bits.
/// Each is x0, y0, x1, y1, ...; they do not overlap, and a part with a hole is cut in two until
/// none is left, because annotation files know no holes.
std::vector<std::vector<float>> trace_outlines(const cv::Mat& mask);

}  // namespace hoi
