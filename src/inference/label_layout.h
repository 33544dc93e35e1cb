#pragma once

#include <optional>
#include <vector>

#include <opencv2/core/types.hpp>

namespace hoi {

/// Finds room for labels on a picture: each goes to the first of its candidate places where it
/// covers nothing, or else where it covers least. Covering another label counts more than covering
/// a protected part of the picture. Labels never leave the picture unless they are larger than it.
class LabelLayout {
 public:
  explicit LabelLayout(const cv::Size& picture) : picture_(picture) {}

  /// Keeps labels off a part of the picture where there is another choice.
  void protect(const cv::Rect& part) { protected_.push_back(part); }

  /// size: of the label; corners: its possible top-left corners, best first, at least one; they are
  /// moved into the picture. Returns the place and remembers it as taken.
  cv::Rect place(const cv::Size& size, const std::vector<cv::Point>& corners);

  /// The same for a label that can be done without: nothing when it would cover another label.
  std::optional<cv::Rect> place_if_free(const cv::Size& size,
                                        const std::vector<cv::Point>& corners);

 private:
  struct Choice {
    cv::Rect place;
    long covered_label = 0;  // pixels
    long cost = 0;
  };
  Choice choose(const cv::Size& size, const std::vector<cv::Point>& corners) const;

  cv::Size picture_;
  std::vector<cv::Rect> taken_, protected_;
};

/// Places for the tag of a box: above its upper edge, below its lower edge, then inside along both
/// sides from the top; left corner before right corner.
std::vector<cv::Point> box_tag_corners(const cv::Rect& box, const cv::Size& tag);

/// Places for the label of a link: centred on points of the line from `from` to `to`, the middle
/// first, then around `pair`, the box that holds both ends, then above and below the line at
/// growing distance.
std::vector<cv::Point> link_label_corners(const cv::Point& from, const cv::Point& to,
                                          const cv::Rect& pair, const cv::Size& label);

}  // namespace hoi
