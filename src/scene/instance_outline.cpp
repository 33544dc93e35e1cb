#include "scene/instance_outline.h"

#include <array>
#include <cstdint>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace hoi {

namespace {

// Steps to the right, down, left and up; a turn to the right is one entry further.
constexpr std::array<std::array<int, 2>, 4> kDirections{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

bool is_set(const cv::Mat& mask, int x, int y) {
  return x >= 0 && y >= 0 && x < mask.cols && y < mask.rows && mask.at<std::uint8_t>(y, x) != 0;
}

// The pixel beside the corner (x, y) that lies ahead and to the right (side 0) or left (side 1) of
// a walker in this direction.
bool is_set_ahead(const cv::Mat& mask, const cv::Point& corner, int direction, int side) {
  // Right of "right" is the pixel below the edge, hence the corner's own pixel (x, y).
  constexpr std::array<std::array<int, 2>, 4> kRight{{{0, 0}, {-1, 0}, {-1, -1}, {0, -1}}};
  const auto& offset = kRight[static_cast<std::size_t>((direction + (side == 1 ? 3 : 0)) % 4)];
  return is_set(mask, corner.x + offset[0], corner.y + offset[1]);
}

// Walks around one 4-connected part without holes, its pixels on the right hand.
std::vector<float> walk_around(const cv::Mat& part, const cv::Point& offset) {
  cv::Point start(0, 0);
  while (!is_set(part, start.x, 0)) ++start.x;
  std::vector<float> outline;
  cv::Point corner = start;
  int direction = 0;
  do {
    outline.push_back(static_cast<float>(corner.x + offset.x));
    outline.push_back(static_cast<float>(corner.y + offset.y));
    do {
      const auto& step = kDirections[static_cast<std::size_t>(direction)];
      corner += cv::Point(step[0], step[1]);
    } while (is_set_ahead(part, corner, direction, 0) && !is_set_ahead(part, corner, direction, 1));
    direction = (direction + (is_set_ahead(part, corner, direction, 0) ? 3 : 1)) % 4;
  } while (corner != start || direction != 0);
  return outline;
}

// A column of some pixel of a hole of this part, or -1.
int hole_column(const cv::Mat& part) {
  cv::Mat around;
  cv::copyMakeBorder(part, around, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::Mat empty = around == 0, labels, stats, centers;
  const int count = cv::connectedComponentsWithStats(empty, labels, stats, centers, 8, CV_32S);
  for (int label = 1; label < count; ++label) {
    if (label != labels.at<int>(0, 0)) {
      return stats.at<int>(label, cv::CC_STAT_LEFT) + stats.at<int>(label, cv::CC_STAT_WIDTH) / 2 -
             1;
    }
  }
  return -1;
}

void trace_part(const cv::Mat& mask, const cv::Point& offset,
                std::vector<std::vector<float>>& outlines) {
  cv::Mat labels, stats, centers;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centers, 4, CV_32S);
  for (int label = 1; label < count; ++label) {
    const cv::Rect bounds(
        stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP),
        stats.at<int>(label, cv::CC_STAT_WIDTH), stats.at<int>(label, cv::CC_STAT_HEIGHT));
    const cv::Mat part = labels(bounds) == label;
    const cv::Point corner = offset + bounds.tl();
    const int cut = hole_column(part);
    if (cut < 0) {
      outlines.push_back(walk_around(part, corner));
    } else {
      // The first column that the hole touches may be its only one: it goes to the left half, where
      // the hole is then open to the right.
      trace_part(part.colRange(0, cut + 1), corner, outlines);
      trace_part(part.colRange(cut + 1, part.cols), corner + cv::Point(cut + 1, 0), outlines);
    }
  }
}

}  // namespace

std::vector<std::vector<float>> trace_outlines(const cv::Mat& mask) {
  std::vector<std::vector<float>> outlines;
  trace_part(mask, {0, 0}, outlines);
  return outlines;
}

}  // namespace hoi
