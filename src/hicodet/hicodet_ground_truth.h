#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json_records.h"
#include "evaluation/interaction_average_precision.h"
#include "hicodet/hicodet_annotations.h"

namespace hoi {

/// What predictions are scored against (spec 6.4), numbers as in the files: corners that belong to
/// the box and count from 1.
struct HicodetGroundTruth {
  std::string file;  ///< for messages
  HicodetWords words;
  std::vector<std::string> file_names;            ///< of the images
  std::vector<std::vector<AnnotatedPair>> pairs;  ///< of each interaction
  std::vector<bool> rare;                         ///< of each interaction
  /// Of each object, the images that count as "known object", ascending.
  std::vector<std::vector<int>> object_images;
  std::vector<std::string> notices;  ///< one line each
};

/// Ground truth of a test split. Images of a "known object" are those with an annotated pair of it;
/// a caller with image-level labels replaces them.
HicodetGroundTruth hicodet_ground_truth(const HicodetSplit& test);

/// Reads the test split of a HICO-DET folder: anno_bbox.mat with anno.mat (image-level labels) when
/// they are there, else instances_test2015.json; or one of these files. Rare interactions are those
/// with fewer than 10 pairs in bbox_train when that is there, or those that the JSON file lists,
/// else the official ones. Without anno.mat a notice says that annotated pairs stand in for the
/// image-level labels. Throws InputError.
HicodetGroundTruth read_hicodet_ground_truth(const std::filesystem::path& path,
                                             const ReadProgress& progress);

}  // namespace hoi
