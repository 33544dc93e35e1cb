#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

// Names in a HICO-DET folder; `split` is "train" or "test".
inline constexpr const char* kHicodetBoxFile = "anno_bbox.mat";
inline constexpr const char* kHicodetLabelFile = "anno.mat";

std::string hicodet_json_name(const std::string& split);     ///< "instances_train2015.json"
std::string hicodet_image_folder(const std::string& split);  ///< "train2015"

/// The file of this name in the folder, or in the folder that the organisers' archive makes in it
/// (hico_20160224_det); nothing when there is none.
std::optional<std::filesystem::path> find_hicodet_file(const std::filesystem::path& folder,
                                                       const std::string& name);

/// Where the folders train2015 and test2015 with pictures are, or should be.
std::filesystem::path find_hicodet_images(const std::filesystem::path& folder);

/// What pictures are called in HICO-DET files, which have no folders: the name without a leading
/// train2015/ or test2015/ and with '_' for every other '/'. Where different names would become the
/// same, later ones get more '_' in front. As many as there are names; equal ones stay equal.
std::vector<std::string> hicodet_file_names(const std::vector<std::string>& names);

/// Whether `written`, one of hicodet_file_names, is more than `name` without the layout's folder.
bool is_renamed_in_hicodet(const std::string& name, const std::string& written);

}  // namespace hoi
