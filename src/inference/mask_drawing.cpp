#include "inference/mask_drawing.h"

#include <cstdint>
#include <limits>

#include <opencv2/imgproc.hpp>

namespace hoi {

DrawnMask::DrawnMask(const RunLengthMask& mask, const cv::Size& picture) {
  auto pixels = decode_mask(mask);
  const cv::Mat original(mask.height, mask.width, CV_8UC1, pixels.data());
  cv::Mat whole;
  if (original.size() == picture) {
    whole = 255 * original;
  } else {
    cv::resize(255 * original, whole, picture, 0, 0, cv::INTER_LINEAR);
    cv::threshold(whole, whole, 127, 255, cv::THRESH_BINARY);
  }
  place_ = cv::boundingRect(whole);
  inside_ = whole(place_).clone();
  if (inside_.empty()) return;
  area_ = cv::countNonZero(inside_);
  cv::findContours(inside_, borders_, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE, place_.tl());
}

cv::Point DrawnMask::nearest_inside(const cv::Point& point) const {
  const cv::Point target = point - place_.tl();
  cv::Point nearest = target;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (int y = 0; y < inside_.rows && least > 0; ++y) {
    const auto* row = inside_.ptr<std::uint8_t>(y);
    const std::int64_t down = y - target.y;
    for (int x = 0; x < inside_.cols; ++x) {
      const std::int64_t right = x - target.x, distance = right * right + down * down;
      if (row[x] == 0 || distance >= least) continue;
      least = distance;
      nearest = {x, y};
    }
  }
  return place_.tl() + nearest;
}

void DrawnMask::tint(cv::Mat& picture, const cv::Scalar& color, double opacity) const {
  if (inside_.empty()) return;
  cv::Mat part = picture(place_);
  cv::Mat mixed;
  cv::addWeighted(part, 1 - opacity, cv::Mat(part.size(), part.type(), color), opacity, 0, mixed);
  mixed.copyTo(part, inside_);
}

void DrawnMask::outline(cv::Mat& picture, const cv::Scalar& color, int width) const {
  cv::drawContours(picture, borders_, -1, color, width, cv::LINE_AA);
}

}  // namespace hoi
