#include "inference/drawing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include "inference/display_names.h"
#include "inference/label_layout.h"
#include "inference/mask_drawing.h"
#include "inference/text_label.h"

namespace hoi {
namespace {

const cv::Scalar kUnpaired(215, 215, 215);
const cv::Scalar kOutline(0, 0, 0);

/// Colours (B, G, R) that stay apart from one another and from most photographs.
cv::Scalar person_color(std::size_t order) {
  static const std::array<cv::Scalar, 10> colors{
      cv::Scalar(247, 129, 47), cv::Scalar(0, 138, 255), cv::Scalar(155, 57, 229),
      cv::Scalar(78, 180, 45),  cv::Scalar(0, 211, 250), cv::Scalar(229, 87, 137),
      cv::Scalar(220, 200, 23), cv::Scalar(59, 56, 229), cv::Scalar(190, 240, 160),
      cv::Scalar(180, 150, 250)};
  return colors[order % colors.size()];
}

/// One <person, object> with its verbs.
struct DrawnPair {
  std::size_t subject = 0, object = 0;
  std::vector<std::string> lines;  // "hold 0.87", best first
};

struct PlacedLabel {
  TextLabel label;
  cv::Point corner;
};

class ResultDrawing {
 public:
  ResultDrawing(const cv::Mat& bgr, const ImageResult& result, const Vocabulary& vocabulary,
                const DrawingOptions& options)
      : result_(result),
        vocabulary_(vocabulary),
        options_(options),
        picture_(enlarged(bgr, options.min_long_side)),
        scale_(static_cast<double>(picture_.cols) / bgr.cols),
        layout_(picture_.size()) {
    // The square root of the area grows with the picture but not with a panorama's length.
    const double side = std::sqrt(static_cast<double>(picture_.total()));
    line_width_ = std::max(2, cvRound(side / 300));
    text_height_ = std::max(10, cvRound(side / 62));
    collect_pairs();
    choose_colors();
    find_masks(bgr.size());
    place_labels();
  }

  cv::Mat draw() {
    tint_masks();
    draw_background();
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      if (roles_[row] != Role::kNone) draw_border(picture_, row, line_width_);
    }
    for (const auto& pair : pairs_) draw_link(pair);
    for (const auto& placed : labels_) draw_label(picture_, placed.label, placed.corner);
    return picture_;
  }

 private:
  enum class Role { kNone, kSubject, kObject };  // in the drawn pairs

  static cv::Mat enlarged(const cv::Mat& bgr, int min_long_side) {
    constexpr double kMostEnlarged = 4;
    const double factor =
        std::min(kMostEnlarged, static_cast<double>(min_long_side) / std::max(bgr.cols, bgr.rows));
    if (factor <= 1) return bgr.clone();
    cv::Mat large;
    cv::resize(bgr, large, cv::Size(), factor, factor, cv::INTER_CUBIC);
    return large;
  }

  void collect_pairs() {
    const auto verbs = display_verbs(vocabulary_);
    std::map<std::pair<int, int>, std::size_t> known;
    for (const auto& interaction : result_.interactions) {
      if (double{interaction.score} < options_.min_score) continue;
      const auto key = std::make_pair(interaction.subject, interaction.object);
      if (known.count(key) == 0) {
        if (pairs_.size() == options_.max_pairs) continue;
        known[key] = pairs_.size();
        DrawnPair pair;
        pair.subject = static_cast<std::size_t>(interaction.subject);
        pair.object = static_cast<std::size_t>(interaction.object);
        pairs_.push_back(pair);
      }
      auto& lines = pairs_[known[key]].lines;
      if (lines.size() == options_.max_verbs) continue;
      const std::string& verb = verbs.at(static_cast<std::size_t>(interaction.verb));
      lines.push_back(options_.show_scores ? fmt::format("{} {:.2f}", verb, interaction.score)
                                           : verb);
    }
  }

  /// Persons first, so that one who is also an object keeps its own colour.
  void choose_colors() {
    colors_.assign(result_.instances.size(), kUnpaired);
    roles_.assign(result_.instances.size(), Role::kNone);
    std::size_t persons = 0;
    for (const auto& pair : pairs_) {
      if (roles_.at(pair.subject) != Role::kNone) continue;
      roles_[pair.subject] = Role::kSubject;
      colors_[pair.subject] = person_color(persons++);
    }
    for (const auto& pair : pairs_) {
      if (roles_.at(pair.object) != Role::kNone) continue;
      roles_[pair.object] = Role::kObject;
      colors_[pair.object] = colors_[pair.subject];
    }
  }

  /// Masks without a pixel or of a picture of another size are left out.
  void find_masks(const cv::Size& original) {
    masks_.resize(roles_.size());
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      const auto& mask = result_.instances[row].mask;
      if (roles_[row] == Role::kNone && !is_background(row)) continue;
      if (!mask || cv::Size(mask->width, mask->height) != original || !is_valid(*mask)) continue;
      masks_[row].emplace(*mask, picture_.size());
      if (masks_[row]->area() == 0) masks_[row].reset();
    }
  }

  /// Large masks first, so that a thing in front of another keeps its colour.
  void tint_masks() {
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < masks_.size(); ++row) {
      if (masks_[row]) order.push_back(row);
    }
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return masks_[a]->area() > masks_[b]->area();
    });
    for (const std::size_t row : order) {
      masks_[row]->tint(picture_, colors_[row], is_background(row) ? 0.25 : 0.4);
    }
  }

  bool is_background(std::size_t row) const {
    return roles_[row] == Role::kNone &&
           double{result_.instances[row].score} >= options_.min_instance_score;
  }

  cv::Rect box_of(std::size_t row) const {
    const Box& box = result_.instances[row].box;
    const auto pixel = [this](float value) { return cvRound(double{value} * scale_); };
    return {cv::Point(pixel(box.x1), pixel(box.y1)), cv::Point(pixel(box.x2), pixel(box.y2))};
  }

  /// Where links start and end: the chest of a person, the centre of anything else. The centre of a
  /// person often coincides with what he sits on or holds. In a mask it is the nearest point
  /// inside.
  cv::Point anchor_of(std::size_t row) const {
    const cv::Rect box = box_of(row);
    const bool person = result_.instances[row].category == vocabulary_.person;
    const cv::Point anchor(box.x + box.width / 2,
                           box.y + cvRound(box.height * (person ? 0.33 : 0.5)));
    return masks_[row] ? masks_[row]->nearest_inside(anchor) : anchor;
  }

  /// Heads and small objects are what the labels are about: they stay visible where possible.
  void protect_content() {
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      if (roles_[row] == Role::kNone) continue;
      const cv::Rect box = box_of(row);
      const bool small = std::max(box.width, box.height) < 8 * text_height_;
      if (small) {
        layout_.protect(box);
      } else if (result_.instances[row].category == vocabulary_.person) {
        layout_.protect({box.x + box.width / 4, box.y, box.width / 2, box.height / 4});
      }
    }
  }

  void place_labels() {
    protect_content();
    // Subjects need no tag: the vocabulary has one class that can be one.
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      if (roles_[row] != Role::kObject) continue;
      TextLabel tag = tag_of(row, text_height_);
      const cv::Size size = measure_label(tag);
      const auto place = layout_.place(size, box_tag_corners(box_of(row), size));
      labels_.push_back({tag, place.tl()});
    }
    for (const auto& pair : pairs_) {
      const TextLabel label{pair.lines, colors_[pair.subject], text_height_};
      const cv::Size size = measure_label(label);
      const auto corners = link_label_corners(anchor_of(pair.subject), anchor_of(pair.object),
                                              box_of(pair.subject) | box_of(pair.object), size);
      labels_.push_back({label, layout_.place(size, corners).tl()});
    }
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      if (!is_background(row)) continue;
      TextLabel tag = tag_of(row, std::max(8, cvRound(0.75 * text_height_)));
      const cv::Size size = measure_label(tag);
      const auto place = layout_.place_if_free(size, box_tag_corners(box_of(row), size));
      if (place) background_labels_.push_back({tag, place->tl()});
    }
  }

  TextLabel tag_of(std::size_t row, int text_height) const {
    const auto category = static_cast<std::size_t>(result_.instances[row].category);
    return {{vocabulary_.objects.at(category)}, colors_[row], text_height};
  }

  /// Instances without an interaction, half transparent.
  void draw_background() {
    cv::Mat layer = picture_.clone();
    for (std::size_t row = 0; row < roles_.size(); ++row) {
      if (is_background(row)) draw_border(layer, row, std::max(1, line_width_ / 2));
    }
    for (const auto& placed : background_labels_) draw_label(layer, placed.label, placed.corner);
    cv::addWeighted(layer, 0.6, picture_, 0.4, 0, picture_);
  }

  int outline_width() const { return std::max(1, line_width_ / 4); }

  /// The outline of the mask where one is known, the box where none is or both are wanted.
  void draw_border(cv::Mat& target, std::size_t row, int width) const {
    if (masks_[row]) {
      const int thin = std::max(1, width / 2);
      masks_[row]->outline(target, kOutline, thin + 2 * outline_width());
      masks_[row]->outline(target, colors_[row], thin);
      if (!options_.boxes_of_masks) return;
    }
    const cv::Rect box = box_of(row);
    cv::rectangle(target, box, kOutline, width + 2 * outline_width(), cv::LINE_AA);
    cv::rectangle(target, box, colors_[row], width, cv::LINE_AA);
  }

  void draw_link(const DrawnPair& pair) {
    const cv::Point from = anchor_of(pair.subject), to = anchor_of(pair.object);
    const cv::Scalar& color = colors_[pair.subject];
    const int radius = cvRound(1.8 * line_width_), around = outline_width();
    cv::line(picture_, from, to, kOutline, line_width_ + 2 * around, cv::LINE_AA);
    for (const auto& end : {from, to}) {
      cv::circle(picture_, end, radius + around, kOutline, cv::FILLED, cv::LINE_AA);
    }
    cv::line(picture_, from, to, color, line_width_, cv::LINE_AA);
    for (const auto& end : {from, to}) {
      cv::circle(picture_, end, radius, color, cv::FILLED, cv::LINE_AA);
    }
  }

  const ImageResult& result_;
  const Vocabulary& vocabulary_;
  DrawingOptions options_;
  cv::Mat picture_;
  double scale_;  // drawn pixels per pixel of the result
  LabelLayout layout_;
  int line_width_ = 2, text_height_ = 10;
  std::vector<DrawnPair> pairs_;
  std::vector<Role> roles_;                      // one per instance
  std::vector<cv::Scalar> colors_;               // likewise
  std::vector<std::optional<DrawnMask>> masks_;  // likewise; nothing: not drawn or only a box
  std::vector<PlacedLabel> labels_, background_labels_;
};

}  // namespace

cv::Mat draw_result(const cv::Mat& bgr, const ImageResult& result, const Vocabulary& vocabulary,
                    const DrawingOptions& options) {
  CV_Assert(!bgr.empty() && bgr.type() == CV_8UC3);
  return ResultDrawing(bgr, result, vocabulary, options).draw();
}

}  // namespace hoi
