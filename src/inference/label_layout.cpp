#include "inference/label_layout.h"

#include <algorithm>
#include <limits>

namespace hoi {

LabelLayout::Choice LabelLayout::choose(const cv::Size& size,
                                        const std::vector<cv::Point>& corners) const {
  constexpr long kLabelWeight = 5;
  Choice best;
  best.cost = std::numeric_limits<long>::max();
  for (const auto& corner : corners) {
    const int x = std::clamp(corner.x, 0, std::max(0, picture_.width - size.width));
    const int y = std::clamp(corner.y, 0, std::max(0, picture_.height - size.height));
    Choice choice;
    choice.place = cv::Rect(cv::Point(x, y), size);
    for (const auto& other : taken_) choice.covered_label += (choice.place & other).area();
    choice.cost = kLabelWeight * choice.covered_label;
    for (const auto& part : protected_) choice.cost += (choice.place & part).area();
    if (choice.cost < best.cost) best = choice;
    if (best.cost == 0) break;
  }
  return best;
}

cv::Rect LabelLayout::place(const cv::Size& size, const std::vector<cv::Point>& corners) {
  taken_.push_back(choose(size, corners).place);
  return taken_.back();
}

std::optional<cv::Rect> LabelLayout::place_if_free(const cv::Size& size,
                                                   const std::vector<cv::Point>& corners) {
  const Choice choice = choose(size, corners);
  if (choice.covered_label > 0) return std::nullopt;
  taken_.push_back(choice.place);
  return choice.place;
}

std::vector<cv::Point> box_tag_corners(const cv::Rect& box, const cv::Size& tag) {
  const int left = box.x, right = box.x + box.width - tag.width;
  const int above = box.y - tag.height, below = box.y + box.height;
  std::vector<cv::Point> corners;
  for (const int y : {above, below}) {
    corners.emplace_back(left, y);
    corners.emplace_back(right, y);
  }
  for (int y = box.y; y + tag.height <= below; y += tag.height) {
    corners.emplace_back(left, y);
    corners.emplace_back(right, y);
  }
  return corners;
}

std::vector<cv::Point> link_label_corners(const cv::Point& from, const cv::Point& to,
                                          const cv::Rect& pair, const cv::Size& label) {
  std::vector<cv::Point> corners;
  const auto along_line = [&](int rows) {
    for (const double along : {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}) {
      corners.emplace_back(
          cvRound(from.x + along * (to.x - from.x)) - label.width / 2,
          cvRound(from.y + along * (to.y - from.y)) + rows * label.height - label.height / 2);
    }
  };
  along_line(0);
  // A label beside a large pair would be far from its link.
  if (pair.width < 3 * label.width && pair.height < 8 * label.height) {
    const int middle = (from.y + to.y - label.height) / 2;
    const int centered = pair.x + (pair.width - label.width) / 2;
    corners.emplace_back(pair.x + pair.width, middle);
    corners.emplace_back(pair.x - label.width, middle);
    corners.emplace_back(centered, pair.y + pair.height);
    corners.emplace_back(centered, pair.y - label.height);
  }
  for (const int rows : {1, -1, 2, -2, 3, -3, 4, -4, 5, -5}) along_line(rows);
  return corners;
}

}  // namespace hoi
