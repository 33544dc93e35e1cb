#include "evaluation/triplet_matching.h"

#include <algorithm>
#include <numeric>

namespace hoi {
namespace {

constexpr double kMinIou = 0.5;

/// IoU in double precision: at the threshold a rounding error would decide.
double exact_iou(const TripletBox& a, const TripletBox& b) {
  const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  const double shared = width * height;
  const auto area = [](const TripletBox& box) { return (box.x2 - box.x1) * (box.y2 - box.y1); };
  return shared / (area(a) + area(b) - shared);
}

/// Which annotated boxes each predicted box may stand for.
class FittingBoxes {
 public:
  FittingBoxes(const TripletImage& predicted, const TripletImage& annotated)
      : rows_(predicted.boxes.size()), columns_(annotated.boxes.size()), fits_(rows_ * columns_) {
    std::size_t cell = 0;
    for (const TripletBox& box : predicted.boxes) {
      for (const TripletBox& other : annotated.boxes) {
        fits_[cell++] = box.category == other.category && exact_iou(box, other) >= kMinIou;
      }
    }
  }

  /// False for rows that do not exist.
  bool fit(std::int64_t predicted, std::int64_t annotated) const {
    if (predicted < 0 || annotated < 0) return false;
    const auto row = static_cast<std::size_t>(predicted);
    const auto column = static_cast<std::size_t>(annotated);
    return row < rows_ && column < columns_ && fits_[row * columns_ + column];
  }

 private:
  std::size_t rows_, columns_;
  std::vector<bool> fits_;
};

/// Whether `predicted` is right; takes every annotated triplet that it stands for.
bool take_fitting(const ScoredTriplet& predicted, const TripletImage& image,
                  const FittingBoxes& boxes, std::vector<bool>& taken) {
  bool any = false;
  for (std::size_t i = 0; i < image.triplets.size(); ++i) {
    const ScoredTriplet& annotated = image.triplets[i];
    if (taken[i] || annotated.verb != predicted.verb) continue;
    if (boxes.fit(predicted.subject, annotated.subject) &&
        boxes.fit(predicted.object, annotated.object)) {
      taken[i] = true;
      any = true;
    }
  }
  return any;
}

TripletBox triplet_box(int category, const Box& box) {
  return {category, box.x1, box.y1, box.x2, box.y2};
}

}  // namespace

TripletImage annotated_triplets(const ImageAnnotation& image) {
  TripletImage triplets{image.file_name, {}, {}};
  for (const auto& instance : image.instances) {
    triplets.boxes.push_back(triplet_box(instance.category, instance.box));
  }
  for (const auto& [subject, object, verb] : image.interactions) {
    triplets.triplets.push_back({subject, object, verb, 0});
  }
  return triplets;
}

TripletImage predicted_triplets(const ImageResult& result) {
  TripletImage triplets{result.file, {}, {}};
  for (const auto& instance : result.instances) {
    triplets.boxes.push_back(triplet_box(instance.category, instance.box));
  }
  for (const auto& [subject, object, verb, score] : result.interactions) {
    triplets.triplets.push_back({subject, object, verb, double{score}});
  }
  return triplets;
}

std::vector<std::size_t> rows_by_score(const std::vector<ScoredTriplet>& triplets) {
  std::vector<std::size_t> rows(triplets.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return triplets[a].score > triplets[b].score;
  });
  return rows;
}

TripletMatches match_triplets(const TripletImage& predicted, const TripletImage& annotated) {
  const FittingBoxes boxes(predicted, annotated);
  TripletMatches matches;
  matches.right.assign(predicted.triplets.size(), false);
  matches.found.assign(annotated.triplets.size(), false);
  for (const std::size_t i : rows_by_score(predicted.triplets)) {
    matches.right[i] = take_fitting(predicted.triplets[i], annotated, boxes, matches.found);
  }
  return matches;
}

}  // namespace hoi
