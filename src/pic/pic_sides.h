#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pic/pic_layout.h"

namespace hoi {

/// One side of a comparison: label maps and the relation file.
struct PicSide {
  PicSplit split;
  std::vector<std::string> stems;  ///< of its maps, sorted by bytes
};

/// The ground truth (first) and the predictions that belong together. Predictions are the flat
/// arrangement of pic_layout.h or the only split of their folder. The ground truth is the only
/// arrangement of its folder, or of several the one with just the images of the predictions.
///
/// Throws InputError when there is none, no relation file, or when semantic and instance maps, or
/// both sides, do not have the same file names; it names the first file that is missing.
std::pair<PicSide, PicSide> find_pic_sides(const std::filesystem::path& ground_truth,
                                           const std::filesystem::path& predictions);

}  // namespace hoi
