#include "inference/triplet_panels.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include "inference/display_names.h"
#include "inference/mask_drawing.h"
#include "inference/text_label.h"

namespace hoi {
namespace {

const cv::Scalar kPaper(255, 255, 255);
const cv::Scalar kPanelOutline(0, 0, 0);
const cv::Scalar kHumanRed(40, 30, 225);
const cv::Scalar kObjectGreen(50, 175, 20);
constexpr double kTintOpacity = 0.55;
constexpr int kSmallestText = 6;

/// Colours (B, G, R) whose hues stay apart however many there are: steps of the golden angle.
cv::Scalar instance_color(std::size_t order) {
  constexpr double kGoldenAngle = 137.50776;
  const double hue = std::fmod(static_cast<double>(order) * kGoldenAngle, 360.0);
  const cv::Mat hsv(1, 1, CV_8UC3, cv::Scalar(hue / 2, 200, 235));
  cv::Mat bgr;
  cv::cvtColor(hsv, bgr, cv::COLOR_HSV2BGR);
  const auto color = bgr.at<cv::Vec3b>(0, 0);
  return {static_cast<double>(color[0]), static_cast<double>(color[1]),
          static_cast<double>(color[2])};
}

class TripletPanels {
 public:
  TripletPanels(const cv::Mat& bgr, const ImageResult& result, const Vocabulary& vocabulary,
                const TripletPanelOptions& options)
      : result_(result),
        vocabulary_(vocabulary),
        options_(options),
        scale_(static_cast<double>(options.panel_height) / bgr.rows) {
    cv::resize(bgr, picture_,
               cv::Size(std::max(1, cvRound(bgr.cols * scale_)), options.panel_height), 0, 0,
               scale_ < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    line_width_ = std::max(1, options.panel_height / 130);
    text_height_ = std::max(kSmallestText, options.panel_height / 24);
  }

  cv::Mat draw() {
    const cv::Mat all = detections();
    add(all, detected_ == 1 ? "1 detection" : fmt::format("{} detections", detected_));
    const auto verbs = display_verbs(vocabulary_);
    for (const auto& triplet : result_.interactions) {
      if (panels_.size() > options_.max_triplets) break;
      if (double{triplet.score} < options_.min_score) continue;
      add(triplet_panel(triplet), fmt::format("{} {} {} {:.2f}", name_of(triplet.subject),
                                              verbs.at(static_cast<std::size_t>(triplet.verb)),
                                              name_of(triplet.object), triplet.score));
    }
    return strip();
  }

 private:
  const DetectedInstance& instance(int row) const {
    return result_.instances.at(static_cast<std::size_t>(row));
  }

  const std::string& name_of(int row) const {
    return vocabulary_.objects.at(static_cast<std::size_t>(instance(row).category));
  }

  cv::Rect box_of(const DetectedInstance& shown) const {
    const auto pixel = [this](float value) { return cvRound(double{value} * scale_); };
    return {cv::Point(pixel(shown.box.x1), pixel(shown.box.y1)),
            cv::Point(pixel(shown.box.x2), pixel(shown.box.y2))};
  }

  void show(cv::Mat& panel, const DetectedInstance& shown, const cv::Scalar& color) const {
    if (shown.mask) {
      const DrawnMask mask(*shown.mask, panel.size());
      mask.tint(panel, color, kTintOpacity);
      mask.outline(panel, color, line_width_);
      return;
    }
    cv::rectangle(panel, box_of(shown), kPanelOutline, line_width_ + 2, cv::LINE_AA);
    cv::rectangle(panel, box_of(shown), color, line_width_, cv::LINE_AA);
  }

  /// The largest instance first, so that none hides a smaller one.
  cv::Mat detections() {
    std::vector<const DetectedInstance*> shown;
    for (const auto& detected : result_.instances) {
      if (double{detected.score} >= options_.min_instance_score) shown.push_back(&detected);
    }
    std::stable_sort(shown.begin(), shown.end(),
                     [](const auto* a, const auto* b) { return a->box.area() > b->box.area(); });
    detected_ = shown.size();
    cv::Mat panel = picture_.clone();
    for (std::size_t i = 0; i < shown.size(); ++i) show(panel, *shown[i], instance_color(i));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const auto& name = vocabulary_.objects.at(static_cast<std::size_t>(shown[i]->category));
      const TextLabel tag{{name}, instance_color(i), std::max(kSmallestText, text_height_ * 2 / 3)};
      draw_label(panel, tag, box_of(*shown[i]).tl());
    }
    return panel;
  }

  cv::Mat triplet_panel(const DetectedInteraction& triplet) const {
    cv::Mat panel = picture_.clone();
    show(panel, instance(triplet.subject), kHumanRed);
    show(panel, instance(triplet.object), kObjectGreen);
    return panel;
  }

  /// The panel with its caption below, in letters that fit.
  void add(const cv::Mat& panel, const std::string& caption) {
    TextLabel label{{caption}, kPaper, text_height_};
    const int band = measure_label(label).height;
    while (label.text_height > kSmallestText && measure_label(label).width > panel.cols) {
      --label.text_height;
    }
    cv::Mat whole(panel.rows + band, panel.cols, CV_8UC3, kPaper);
    panel.copyTo(whole.rowRange(0, panel.rows));
    const cv::Size size = measure_label(label);
    draw_label(whole, label,
               {std::max(0, (panel.cols - size.width) / 2), panel.rows + (band - size.height) / 2});
    panels_.push_back(whole);
  }

  cv::Mat strip() const {
    const int gap = std::max(4, options_.panel_height / 40);
    const cv::Size size = panels_.front().size();
    const auto count = static_cast<int>(panels_.size());
    cv::Mat all(size.height + 2 * gap, count * (size.width + gap) + gap, CV_8UC3, kPaper);
    for (int i = 0; i < count; ++i) {
      panels_[static_cast<std::size_t>(i)].copyTo(
          all(cv::Rect({gap + i * (size.width + gap), gap}, size)));
    }
    return all;
  }

  const ImageResult& result_;
  const Vocabulary& vocabulary_;
  TripletPanelOptions options_;
  double scale_;  // panel pixels per pixel of the result
  cv::Mat picture_;
  int line_width_ = 1, text_height_ = kSmallestText;
  std::size_t detected_ = 0;
  std::vector<cv::Mat> panels_;
};

}  // namespace

cv::Mat draw_triplet_panels(const cv::Mat& bgr, const ImageResult& result,
                            const Vocabulary& vocabulary, const TripletPanelOptions& options) {
  CV_Assert(!bgr.empty() && bgr.type() == CV_8UC3 && options.panel_height > 0);
  return TripletPanels(bgr, result, vocabulary, options).draw();
}

}  // namespace hoi
