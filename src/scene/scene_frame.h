#pragma once

#include <cmath>

#include <opencv2/core/types.hpp>

namespace hoi {

/// A local coordinate system: a person draws itself in units of its height, a cup in its own units
/// in the frame of the person who holds it. y points down in every frame.
class SceneFrame {
 public:
  /// The frame of the image itself.
  SceneFrame() = default;

  /// origin: where (0, 0) lies; scale: length of one unit; angle: radians, clockwise on the screen;
  /// mirrored: x points to the left (before turning).
  SceneFrame(const cv::Point2f& origin, float scale, float angle = 0, bool mirrored = false)
      : x_axis_(scale * std::cos(angle), scale * std::sin(angle)),
        y_axis_(-scale * std::sin(angle), scale * std::cos(angle)),
        origin_(origin) {
    if (mirrored) x_axis_ = -x_axis_;
  }

  /// A local point in the coordinates around this frame.
  cv::Point2f map(const cv::Point2f& point) const {
    return origin_ + x_axis_ * point.x + y_axis_ * point.y;
  }

  /// `inner`, given in this frame, as a frame of the coordinates around this one.
  SceneFrame enclose(const SceneFrame& inner) const {
    SceneFrame frame;
    frame.origin_ = map(inner.origin_);
    frame.x_axis_ = map(inner.x_axis_) - origin_;
    frame.y_axis_ = map(inner.y_axis_) - origin_;
    return frame;
  }

  /// Local coordinates of a direction given in the coordinates around this frame.
  cv::Point2f unmap_direction(const cv::Point2f& direction) const {
    const double determinant = x_axis_.cross(y_axis_);
    return {static_cast<float>(direction.cross(y_axis_) / determinant),
            static_cast<float>(x_axis_.cross(direction) / determinant)};
  }

  /// Length of one local unit.
  float scale() const { return static_cast<float>(cv::norm(y_axis_)); }
  const cv::Point2f& origin() const { return origin_; }

 private:
  cv::Point2f x_axis_{1, 0}, y_axis_{0, 1}, origin_{0, 0};
};

}  // namespace hoi
