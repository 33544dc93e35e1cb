#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "domain/run_length_mask.h"

namespace hoi {

/// A mask of an image, ready to be drawn on a picture of that image of any size.
class DrawnMask {
 public:
  /// mask: valid, with at least one pixel per side. picture: the size of what is drawn on; the mask
  /// is resized to it with smooth edges.
  DrawnMask(const RunLengthMask& mask, const cv::Size& picture);

  /// Number of pixels inside, in the picture.
  int area() const { return area_; }

  /// The pixel inside that is nearest to `point`, which itself may lie anywhere; `point` when there
  /// is none.
  cv::Point nearest_inside(const cv::Point& point) const;

  /// Mixes `color` into the pixels inside: opacity 0 leaves them, 1 paints them over. picture:
  /// 8-bit B, G, R of the size given before.
  void tint(cv::Mat& picture, const cv::Scalar& color, double opacity) const;

  /// Lines along the borders, holes included, `width` pixels wide.
  void outline(cv::Mat& picture, const cv::Scalar& color, int width) const;

 private:
  cv::Rect place_;  // around the pixels inside
  cv::Mat inside_;  // of this place, 0 or 255
  int area_ = 0;
  std::vector<std::vector<cv::Point>> borders_;
};

}  // namespace hoi
