#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json_records.h"
#include "evaluation/interaction_average_precision.h"
#include "hicodet/hicodet_ground_truth.h"
#include "hicodet/mat_file.h"

namespace hoi {

/// Predictions of HICO-DET, ready to be scored.
struct HicodetDetections {
  /// Of each interaction, corners counted from 1 as in the ground truth, by image.
  std::vector<std::vector<ScoredPair>> pairs;
  std::vector<std::string> notices;  ///< what was ignored, one line each
};

/// Collects predictions and counts what does not belong to the ground truth.
class HicodetDetectionCollector {
 public:
  explicit HicodetDetectionCollector(const HicodetGroundTruth& truth);

  const HicodetGroundTruth& truth() const { return truth_; }
  /// The image of this name, or nothing: then it is counted as unknown.
  std::optional<int> image_of(const std::string& file_name);
  /// The interaction of a file's object id (hicodet_object_of_id) and verb id (from 1), or nothing:
  /// then it is counted as unknown.
  std::optional<int> interaction_of(std::int64_t object_id, std::int64_t verb_id);
  /// boxes: inclusive corners counted from 0, as in prediction files.
  void add(int interaction, int image, const PairBoxes& boxes, double score);
  void note(std::string notice);
  HicodetDetections finish();

 private:
  const HicodetGroundTruth& truth_;
  std::map<std::string, int> images_;
  std::vector<int> object_of_id_;
  HicodetInteractionIndex interactions_;
  HicodetDetections detections_;
  std::int64_t unknown_files_ = 0, unknown_interactions_ = 0;
  std::string an_unknown_file_;
};

/// Reads predictions in JSON. Corners are inclusive and count from 0: a box of continuous
/// coordinates [x1, x2) is x1, x2 - 1. Three forms are told apart by their first record:
///
///  - nested lists [interaction][image] of rows [human x1, y1, x2, y2, object x1, y1, x2, y2,
///    score], as a whole file or as "all_boxes" of an object; in the order of the ground truth;
///  - [{"file_name", "hoi_id", "human": [4], "object": [4], "score"}, ...] with hoi_id from 1 as in
///    anno_bbox.mat; instead of it "object_id" and "verb_id" as in the next form;
///  - [{"file_name", "predictions": [{"bbox": [4], "category_id"}, ...], "hoi_prediction":
///    [{"subject_id", "object_id", "category_id", "score"}, ...]}, ...], where subject_id and
///    object_id are positions in "predictions" from 0, the category ids of boxes are those of
///    MS-COCO (1 person ... 90 toothbrush; hicodet_object_of_id) and those of interactions the
///    verbs from 1.
///
/// Unknown file names and (object, verb) pairs that are no interaction are ignored and counted.
/// Throws InputError for everything else that is not so.
void collect_hicodet_json(const JsonRecords& records, HicodetDetectionCollector& collector);

/// Reads predictions as the organisers' code writes them: the variable all_boxes, a cell array of
/// interactions x images with N x 9 numbers in each (rows as above), in the order of the ground
/// truth. interactions: those of its rows. A cell of file names called list_test, which our own
/// files have, gives its columns; unknown names are ignored.
void collect_hicodet_mat(const MatFile& file, const std::vector<int>& interactions,
                         HicodetDetectionCollector& collector);

/// Reads a .json or .mat file, or a folder with detections.mat or detections_01.mat ...
/// detections_80.mat: one file per object class in MS-COCO's order of the 80 classes
/// (hicodet_object_of_file_number) with its interactions only.
HicodetDetections read_hicodet_detections(const std::filesystem::path& path,
                                          const HicodetGroundTruth& truth,
                                          const ReadProgress& progress);

}  // namespace hoi
