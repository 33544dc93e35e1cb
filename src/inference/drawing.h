#pragma once

#include <cstddef>

#include <opencv2/core.hpp>

#include "domain/image_result.h"
#include "domain/vocabulary.h"

namespace hoi {

struct DrawingOptions {
  std::size_t max_pairs = 12;       ///< <person, object> pairs drawn, best first
  std::size_t max_verbs = 3;        ///< verbs listed for a pair
  double min_score = 0;             ///< weaker interactions are not drawn
  double min_instance_score = 0.5;  ///< weaker instances without a drawn interaction are left out
  bool show_scores = true;          ///< behind each verb
  bool boxes_of_masks = false;      ///< the box too of an instance whose mask is known
  int min_long_side = 800;  ///< smaller pictures are enlarged (at most 4 x) for legible text
};

/// The result drawn on a copy of its picture (8-bit B, G, R, of the size the result names): each
/// person of an interaction in a colour of its own, with the boxes of its objects, links to them
/// and their verbs; other instances thin, grey and half transparent. An instance whose mask is
/// known (of the size of the picture) has a tint and the outline of the mask instead of a box.
/// Lines and text grow with the picture.
cv::Mat draw_result(const cv::Mat& bgr, const ImageResult& result, const Vocabulary& vocabulary,
                    const DrawingOptions& options = {});

}  // namespace hoi
