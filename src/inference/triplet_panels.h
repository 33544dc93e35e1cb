#pragma once

#include <cstddef>

#include <opencv2/core.hpp>

#include "domain/image_result.h"
#include "domain/vocabulary.h"

namespace hoi {

struct TripletPanelOptions {
  std::size_t max_triplets = 5;     ///< panels beside the first one, best triplets first
  double min_score = 0.05;          ///< weaker triplets get no panel
  double min_instance_score = 0.5;  ///< weaker instances are left out of the first panel
  int panel_height = 320;           ///< pixels of the picture in a panel, captions come below
};

/// A result as the paper shows it (Figures 4 to 6), a strip of panels on white: first all
/// detections, each in a colour of its own, then one panel for each of the best triplets, human red
/// and object green, with "human verb object score" below. Instances are tinted where their mask is
/// known, else outlined by their box.
///
/// bgr: 8-bit B, G, R, of the size that the result names.
cv::Mat draw_triplet_panels(const cv::Mat& bgr, const ImageResult& result,
                            const Vocabulary& vocabulary, const TripletPanelOptions& options = {});

}  // namespace hoi
