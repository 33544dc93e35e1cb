#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/relation_recall.h"

namespace hoi {

/// Where the files of one split of a PIC data set lie (spec 5.2).
struct PicSplit {
  std::string name;  ///< "train", ...; empty for a folder that is not divided
  std::filesystem::path pictures, semantic, instance;  ///< folders
  std::filesystem::path relations;                     ///< the file; empty when there is none
};

/// The splits of a data set folder: "train", "val", "test", then others in alphabetical order.
/// Three arrangements are known, also beside each other:
///
///   2.0:   image/SPLIT, semantic/SPLIT, instance/SPLIT, relations_SPLIT.json
///   1.0:   image/SPLIT, segmentation/SPLIT/{semantic,instance}, relations_SPLIT.json
///   flat:  image or images, semantic, instance, relations.json
///
/// A split is there when its relation file or its semantic maps are. Throws InputError when there
/// is none.
std::vector<PicSplit> find_pic_splits(const std::filesystem::path& folder);

/// The names of the PNG files of a folder without ".png", sorted by bytes; hidden files do not
/// count. Nothing when there is no such folder.
std::vector<std::string> png_stems(const std::filesystem::path& folder);

/// The map files of an image.
struct PicMapFiles {
  std::filesystem::path semantic, instance;
};
PicMapFiles pic_map_files(const PicSplit& split, const std::string& stem);

/// Both maps as they are, of whatever size. Throws InputError (label_map_png.h).
struct PicMaps {
  SegmentedImage maps;
  bool from_colors = false;  ///< one of them stores three equal channels
};
PicMaps read_pic_maps(const PicMapFiles& files);

/// Whether an image is known to be broken in the published training and validation data of PIC 2.0.
bool is_known_bad_pic_image(const std::string& stem);

/// Whether the organisers' script leaves an image of the test set out of the score.
bool is_skipped_pic_image(const std::string& stem);

}  // namespace hoi
