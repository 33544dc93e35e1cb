#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "scene/scene_frame.h"

namespace hoi {

using Color = cv::Scalar;  ///< BGR, 0..255

/// A colour times `factor`: below 1 its shadow, above 1 its light.
Color shaded(const Color& color, double factor);

/// A picture under construction, drawn back to front at twice its resolution. Beside the colour of
/// each point it knows the instance it belongs to, so that masks are exact whatever hides what.
class Canvas {
 public:
  explicit Canvas(const cv::Size& size);

  /// What is drawn from here on belongs to this instance; 0 is the background.
  void begin(std::uint8_t instance) { instance_ = instance; }

  void polygon(const SceneFrame& frame, const std::vector<cv::Point2f>& points, const Color& color);

  /// radii: half axes before turning by `angle` (radians, in the frame).
  void ellipse(const SceneFrame& frame, const cv::Point2f& center, const cv::Point2f& radii,
               const Color& color, float angle = 0);

  /// A line of `width` local units through the points, with round ends; at least one pixel wide.
  void stroke(const SceneFrame& frame, const std::vector<cv::Point2f>& points, float width,
              const Color& color);

  /// A limb: round, from width `thick` at the first point to `thin` at the last, with a dark rim.
  void limb(const SceneFrame& frame, const std::vector<cv::Point2f>& points, float thick,
            float thin, const Color& color);

  /// Visible pixels of each instance so far, at the resolution of the canvas (four times the
  /// picture's); entry 0 is the background.
  std::vector<int> visible_pixels() const;

  /// The picture: (height, width) BGR, 8 bits.
  cv::Mat picture() const;

  /// The instance of each pixel of the picture, (height, width) 8 bits: the one that covers most of
  /// it.
  cv::Mat instance_map() const;

  /// The colours as drawn, (2 height, 2 width) BGR, for backgrounds that are more than polygons.
  cv::Mat& fine_pixels() { return pixels_; }

  static constexpr int kFineScale = 2;

 private:
  void fill(const std::vector<cv::Point2f>& points, const Color& color);
  void fill_chain(const std::vector<cv::Point2f>& points, const std::vector<float>& radii,
                  const Color& color);

  cv::Mat pixels_;     // (2 height, 2 width) 8UC3
  cv::Mat instances_;  // (2 height, 2 width) 8UC1
  std::uint8_t instance_ = 0;
};

}  // namespace hoi
