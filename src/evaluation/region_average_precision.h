#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/region_matching.h"

namespace hoi {

/// Precision and recall among the regions of one size; they mean nothing (and are 0) when
/// `ground_truth` is 0.
struct SizeAveragePrecision {
  double average_precision = 0;   ///< mean over the IoU thresholds 0.50, 0.55, ..., 0.95
  double average_recall = 0;      ///< likewise, with every prediction accepted
  std::int64_t ground_truth = 0;  ///< regions of this size that are no crowd
};

/// How well the regions of one category were found; likewise.
struct CategoryAveragePrecision {
  double average_precision = 0;     ///< mean over the IoU thresholds 0.50, 0.55, ..., 0.95
  double average_precision_50 = 0;  ///< at IoU 0.50
  double average_precision_75 = 0;  ///< at IoU 0.75
  std::int64_t ground_truth = 0;    ///< regions that are no crowd
  std::int64_t predictions = 0;     ///< at most max_detections of each image
  double average_recall_1 = 0;      ///< with the best prediction of each image
  double average_recall_10 = 0;     ///< with the ten best ones
  double average_recall = 0;        ///< with all that were scored
  SizeAveragePrecision small, medium, large;
};

/// One of the numbers that COCO prints.
struct SummaryNumber {
  std::string name;             ///< "AP50", "APs"
  std::string meaning;          ///< "IoU 0.50", "small, up to 32 x 32"
  std::optional<double> value;  ///< [0, 1]; nothing when no category has such ground truth
};

/// COCO average precision of boxes or masks (spec 6.5).
struct RegionAveragePrecision {
  std::vector<CategoryAveragePrecision> categories;  ///< K, in vocabulary order

  // Means over the categories with ground truth; 0 when there is none.
  double mean() const;
  double mean_50() const;
  double mean_75() const;
};

/// COCO's twelve numbers, means over the categories with ground truth, in its order: AP, AP50,
/// AP75, APs, APm, APl, AR1, AR10, AR100, ARs, ARm, ARl (100 stands for all predictions that were
/// scored).
std::vector<SummaryNumber> coco_summary(const RegionAveragePrecision& evaluation);

/// Scores regions image by image by the rule of COCO: the predictions of each category are matched
/// image by image (match_regions) and ranked over all images; the precision is the mean of its
/// envelope at 101 recalls. Equal scores of different images rank in the order in which the images
/// are added.
class RegionEvaluation {
 public:
  /// Regions of categories outside [0, num_categories) are left out.
  RegionEvaluation(RegionKind kind, int num_categories, int max_detections = 100);

  void add_image(const std::vector<AnnotatedRegion>& annotated,
                 const std::vector<PredictedRegion>& predicted);

  /// Of the images so far.
  RegionAveragePrecision result() const;

 private:
  struct Category {
    std::vector<JudgedRegion> predictions;
    std::array<std::int64_t, kRegionSizes> ground_truth = {};
  };

  static CategoryAveragePrecision result_of(const Category& category);

  RegionKind kind_;
  std::size_t max_detections_;
  std::vector<Category> categories_;
};

}  // namespace hoi
