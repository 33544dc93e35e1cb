#include "inference/text_label.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace hoi {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_DUPLEX;
constexpr double kCapitalHeight = 21;  // of the Hershey fonts at scale 1
// Strokes are one unit wide; drawing large and shrinking gives them clean edges and any width.
constexpr int kOversampling = 4;

struct LabelMetrics {
  int margin = 0;       // around the text
  int line_height = 0;  // from one line to the next
  int descender = 0;    // room for the tails of letters that the lower margin does not offer
};

LabelMetrics metrics_of(const TextLabel& label) {
  return {std::max(2, cvRound(0.45 * label.text_height)), cvRound(1.55 * label.text_height),
          std::max(1, cvRound(0.12 * label.text_height))};
}

int text_width(const std::string& text, int text_height) {
  return cv::getTextSize(text, kFont, text_height / kCapitalHeight, 1, nullptr).width;
}

cv::Scalar readable_on(const cv::Scalar& background) {
  const double luminance = 0.114 * background[0] + 0.587 * background[1] + 0.299 * background[2];
  return luminance > 140 ? cv::Scalar(20, 20, 20) : cv::Scalar(255, 255, 255);
}

/// How much of each pixel of a label is text: 8-bit, 255 for all of it.
cv::Mat text_mask(const TextLabel& label, const cv::Size& size) {
  const auto metrics = metrics_of(label);
  const double scale = kOversampling * label.text_height / kCapitalHeight;
  const int thickness = std::max(1, cvRound(0.13 * kOversampling * label.text_height));
  cv::Mat large = cv::Mat::zeros(size * kOversampling, CV_8U);
  int baseline = metrics.margin + label.text_height;
  for (const auto& line : label.lines) {
    cv::putText(large, line, cv::Point(metrics.margin, baseline) * kOversampling, kFont, scale,
                cv::Scalar(255), thickness, cv::LINE_AA);
    baseline += metrics.line_height;
  }
  cv::Mat mask;
  cv::resize(large, mask, size, 0, 0, cv::INTER_AREA);
  return mask;
}

}  // namespace

cv::Size measure_label(const TextLabel& label) {
  const auto metrics = metrics_of(label);
  int width = 0;
  for (const auto& line : label.lines) width = std::max(width, text_width(line, label.text_height));
  const int lines = std::max(1, static_cast<int>(label.lines.size()));
  return {width + 2 * metrics.margin, label.text_height + (lines - 1) * metrics.line_height +
                                          2 * metrics.margin + metrics.descender};
}

void draw_label(cv::Mat& picture, const TextLabel& label, const cv::Point& corner) {
  const cv::Rect place(corner, measure_label(label));
  const cv::Rect visible = place & cv::Rect(0, 0, picture.cols, picture.rows);
  if (visible.empty()) return;
  const cv::Mat mask = text_mask(label, place.size())(visible - corner);
  const cv::Scalar text = readable_on(label.background);
  cv::Mat target = picture(visible);
  for (int y = 0; y < visible.height; ++y) {
    for (int x = 0; x < visible.width; ++x) {
      const double share = mask.at<unsigned char>(y, x) / 255.0;
      auto& pixel = target.at<cv::Vec3b>(y, x);
      for (int channel = 0; channel < 3; ++channel) {
        pixel[channel] = cv::saturate_cast<unsigned char>(share * text[channel] +
                                                          (1 - share) * label.background[channel]);
      }
    }
  }
}

}  // namespace hoi
