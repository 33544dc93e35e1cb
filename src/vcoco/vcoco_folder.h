#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// The official files of one split.
struct VcocoSplitFiles {
  std::string split;             ///< "train", "val", "trainval" or "test"
  std::filesystem::path labels;  ///< vcoco_<split>.json
  std::filesystem::path ids;     ///< vcoco_<split>.ids; empty when there is none
};

/// Where the parts of V-COCO lie below a folder.
struct VcocoFolder {
  std::vector<VcocoSplitFiles> splits;
  /// instances_vcoco_all_2014.json, or what there is of instances_{train,val}2014.json.
  std::vector<std::filesystem::path> coco;
  std::filesystem::path image_folder;  ///< holds train2014/ and val2014/
};

/// Finds the files in `folder` itself and in the sub-folders in use (data/, data/vcoco/,
/// annotations/, splits/, ...). "trainval" is listed only where one of its parts is missing.
/// Throws InputError when there are no labels or no COCO file.
VcocoFolder find_vcoco_folder(const std::filesystem::path& folder);

/// The folder of train2014/ and val2014/ below `folder`: the first of images/, mscoco2014/,
/// coco/images/ and `folder` itself that holds one of them; else images/.
std::filesystem::path find_vcoco_images(const std::filesystem::path& folder);

/// Where a picture lies below the image folder: in val2014/ or train2014/ as its name says
/// (COCO_val2014_000000000294.jpg), else val2014/ for the split "test" and train2014/ for others.
std::string vcoco_picture_path(const std::string& file_name, const std::string& split);

/// The name as a COCO file gives it: without train2014/ or val2014/ in front.
std::string coco_file_name(const std::string& picture_path);

/// The image id in a COCO name, 294 for the name above; nothing for other names.
std::optional<std::int64_t> coco_image_id(const std::string& file_name);

}  // namespace hoi
