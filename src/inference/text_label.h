#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace hoi {

/// One or several lines of text on a filled background.
struct TextLabel {
  std::vector<std::string> lines;  ///< printable ASCII; other characters are drawn as '?'
  cv::Scalar background;           ///< B, G, R
  int text_height = 12;            ///< height of a capital letter in pixels
};

/// Width and height of the label in pixels, margins included.
cv::Size measure_label(const TextLabel& label);

/// Draws the label with its top-left corner at `corner`, clipped to the picture (8-bit B, G, R).
/// The text is black or white, whichever stands out from the background.
void draw_label(cv::Mat& picture, const TextLabel& label, const cv::Point& corner);

}  // namespace hoi
