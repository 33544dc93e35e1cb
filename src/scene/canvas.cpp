#include "scene/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace hoi {

namespace {

constexpr int kFractionBits = 4;  // of the coordinates handed to OpenCV
constexpr int kEllipseCorners = 28;
constexpr float kRim = 0.75F;  // pixels of the picture

cv::Point fixed_point(const cv::Point2f& point) {
  const float scale = static_cast<float>(Canvas::kFineScale << kFractionBits);
  // OpenCV's pixel centres lie at whole numbers, ours at halves.
  const float shift = static_cast<float>(1 << kFractionBits) / 2;
  return {cvRound(point.x * scale - shift), cvRound(point.y * scale - shift)};
}

std::vector<cv::Point2f> circle(const cv::Point2f& center, float radius) {
  constexpr int kCorners = 14;
  std::vector<cv::Point2f> points;
  for (int corner = 0; corner < kCorners; ++corner) {
    const float angle = static_cast<float>(2 * CV_PI * corner / kCorners);
    points.push_back(center + radius * cv::Point2f(std::cos(angle), std::sin(angle)));
  }
  return points;
}

}  // namespace

Color shaded(const Color& color, double factor) {
  Color result;
  for (int channel = 0; channel < 3; ++channel)
    result[channel] = std::min(255.0, color[channel] * factor);
  return result;
}

Canvas::Canvas(const cv::Size& size)
    : pixels_(size * kFineScale, CV_8UC3, Color(0, 0, 0)),
      instances_(size * kFineScale, CV_8UC1, Color(0)) {}

void Canvas::fill(const std::vector<cv::Point2f>& points, const Color& color) {
  std::vector<cv::Point> corners;
  corners.reserve(points.size());
  for (const auto& point : points) corners.push_back(fixed_point(point));
  cv::fillPoly(pixels_, std::vector<std::vector<cv::Point>>{corners}, color, cv::LINE_8,
               kFractionBits);
  cv::fillPoly(instances_, std::vector<std::vector<cv::Point>>{corners}, Color(instance_),
               cv::LINE_8, kFractionBits);
}

void Canvas::polygon(const SceneFrame& frame, const std::vector<cv::Point2f>& points,
                     const Color& color) {
  std::vector<cv::Point2f> corners;
  corners.reserve(points.size());
  for (const auto& point : points) corners.push_back(frame.map(point));
  fill(corners, color);
}

void Canvas::ellipse(const SceneFrame& frame, const cv::Point2f& center, const cv::Point2f& radii,
                     const Color& color, float angle) {
  std::vector<cv::Point2f> points;
  points.reserve(kEllipseCorners);
  const float cosine = std::cos(angle), sine = std::sin(angle);
  for (int corner = 0; corner < kEllipseCorners; ++corner) {
    const float turn = static_cast<float>(2 * CV_PI * corner / kEllipseCorners);
    const float x = radii.x * std::cos(turn), y = radii.y * std::sin(turn);
    points.push_back(frame.map(center + cv::Point2f(x * cosine - y * sine, x * sine + y * cosine)));
  }
  fill(points, color);
}

void Canvas::fill_chain(const std::vector<cv::Point2f>& points, const std::vector<float>& radii,
                        const Color& color) {
  for (std::size_t index = 0; index < points.size(); ++index) {
    fill(circle(points[index], radii[index]), color);
    if (index == 0) continue;
    const cv::Point2f along = points[index] - points[index - 1];
    const float length = static_cast<float>(cv::norm(along));
    if (length < 1e-3F) continue;
    const cv::Point2f across(-along.y / length, along.x / length);
    fill({points[index - 1] + across * radii[index - 1], points[index] + across * radii[index],
          points[index] - across * radii[index], points[index - 1] - across * radii[index - 1]},
         color);
  }
}

void Canvas::stroke(const SceneFrame& frame, const std::vector<cv::Point2f>& points, float width,
                    const Color& color) {
  std::vector<cv::Point2f> mapped;
  for (const auto& point : points) mapped.push_back(frame.map(point));
  const float radius = std::max(width * frame.scale(), 1.0F) / 2;
  fill_chain(mapped, std::vector<float>(points.size(), radius), color);
}

void Canvas::limb(const SceneFrame& frame, const std::vector<cv::Point2f>& points, float thick,
                  float thin, const Color& color) {
  std::vector<cv::Point2f> mapped;
  std::vector<float> radii, rim;
  for (std::size_t index = 0; index < points.size(); ++index) {
    const float part =
        points.size() < 2 ? 0 : static_cast<float>(index) / static_cast<float>(points.size() - 1);
    mapped.push_back(frame.map(points[index]));
    radii.push_back((thick + (thin - thick) * part) * frame.scale() / 2);
    rim.push_back(radii.back() + kRim);
  }
  fill_chain(mapped, rim, shaded(color, 0.55));
  fill_chain(mapped, radii, color);
}

std::vector<int> Canvas::visible_pixels() const {
  std::vector<int> counts(256, 0);
  for (int row = 0; row < instances_.rows; ++row) {
    const auto* line = instances_.ptr<std::uint8_t>(row);
    for (int column = 0; column < instances_.cols; ++column) ++counts[line[column]];
  }
  return counts;
}

cv::Mat Canvas::picture() const {
  cv::Mat picture;
  cv::resize(pixels_, picture, pixels_.size() / kFineScale, 0, 0, cv::INTER_AREA);
  return picture;
}

cv::Mat Canvas::instance_map() const {
  cv::Mat map(instances_.size() / kFineScale, CV_8UC1);
  for (int row = 0; row < map.rows; ++row) {
    const auto* upper = instances_.ptr<std::uint8_t>(2 * row);
    const auto* lower = instances_.ptr<std::uint8_t>(2 * row + 1);
    auto* line = map.ptr<std::uint8_t>(row);
    for (int column = 0; column < map.cols; ++column) {
      const std::array<std::uint8_t, 4> parts{upper[2 * column], upper[2 * column + 1],
                                              lower[2 * column], lower[2 * column + 1]};
      // A part seen most often; of several, the instance that was declared last, hence drawn in
      // front.
      std::uint8_t winner = 0;
      std::ptrdiff_t most = 0;
      for (const auto part : parts) {
        const auto count = std::count(parts.begin(), parts.end(), part);
        if (count > most || (count == most && part > winner)) {
          winner = part;
          most = count;
        }
      }
      line[column] = winner;
    }
  }
  return map;
}

}  // namespace hoi
