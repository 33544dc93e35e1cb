#include "vcoco/vcoco_folder.h"

#include <algorithm>
#include <system_error>

#include "base/error.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLabelFolders[] = {"", "data", "data/vcoco", "vcoco", "annotations"};
constexpr const char* kIdFolders[] = {"splits", "data/splits", "", "data/vcoco", "annotations"};
constexpr const char* kCocoFolders[] = {
    "", "data", "data/vcoco", "annotations", "coco/annotations", "vcoco"};
constexpr const char* kImageFolders[] = {"images", "mscoco2014", "coco/images", ""};
constexpr const char* kTrain2014 = "train2014";
constexpr const char* kVal2014 = "val2014";

template <std::size_t Count>
fs::path find_below(const fs::path& folder, const char* const (&places)[Count],
                    const std::string& name) {
  for (const char* place : places) {
    const fs::path file = folder / place / name;
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) return file.lexically_normal();
  }
  return {};
}

VcocoSplitFiles find_split(const fs::path& folder, const std::string& split) {
  return {split, find_below(folder, kLabelFolders, "vcoco_" + split + ".json"),
          find_below(folder, kIdFolders, "vcoco_" + split + ".ids")};
}

bool is_existing_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::vector<VcocoSplitFiles> find_splits(const fs::path& folder) {
  std::vector<VcocoSplitFiles> splits = {find_split(folder, "train"), find_split(folder, "val")};
  const auto has_no_labels = [](const VcocoSplitFiles& files) { return files.labels.empty(); };
  if (std::any_of(splits.begin(), splits.end(), has_no_labels)) {
    const VcocoSplitFiles both = find_split(folder, "trainval");
    if (!both.labels.empty()) splits = {both};
  }
  splits.push_back(find_split(folder, "test"));
  splits.erase(std::remove_if(splits.begin(), splits.end(), has_no_labels), splits.end());
  return splits;
}

std::vector<fs::path> find_coco_files(const fs::path& folder) {
  const auto all = find_below(folder, kCocoFolders, "instances_vcoco_all_2014.json");
  if (!all.empty()) return {all};
  std::vector<fs::path> files;
  for (const char* name : {"instances_train2014.json", "instances_val2014.json"}) {
    const auto file = find_below(folder, kCocoFolders, name);
    if (!file.empty()) files.push_back(file);
  }
  return files;
}

bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

}  // namespace

VcocoFolder find_vcoco_folder(const fs::path& folder) {
  VcocoFolder found;
  found.splits = find_splits(folder);
  if (found.splits.empty()) {
    throw InputError(folder.string() +
                     ": no vcoco_train.json, vcoco_val.json, vcoco_trainval.json or "
                     "vcoco_test.json there, nor below data/ or annotations/");
  }
  found.coco = find_coco_files(folder);
  if (found.coco.empty()) {
    throw InputError(folder.string() +
                     ": no instances_vcoco_all_2014.json there, nor instances_train2014.json and "
                     "instances_val2014.json of MS-COCO; V-COCO has no boxes without them");
  }
  found.image_folder = find_vcoco_images(folder);
  return found;
}

fs::path find_vcoco_images(const fs::path& folder) {
  for (const char* place : kImageFolders) {
    const fs::path images = *place == '\0' ? folder : folder / place;
    if (is_existing_folder(images / kTrain2014) || is_existing_folder(images / kVal2014)) {
      return images;
    }
  }
  return folder / "images";
}

std::string vcoco_picture_path(const std::string& file_name, const std::string& split) {
  const std::string name = fs::path(file_name).filename().string();
  const bool named_val = starts_with(name, "COCO_val2014_");
  const bool named_train = starts_with(name, "COCO_train2014_");
  const bool is_val = named_val || (!named_train && split == "test");
  return std::string(is_val ? kVal2014 : kTrain2014) + "/" + file_name;
}

std::string coco_file_name(const std::string& picture_path) {
  for (const std::string start : {"train2014/", "val2014/"}) {
    if (starts_with(picture_path, start)) return picture_path.substr(start.size());
  }
  return picture_path;
}

std::optional<std::int64_t> coco_image_id(const std::string& file_name) {
  const std::string name = fs::path(file_name).stem().string();
  for (const std::string start : {"COCO_train2014_", "COCO_val2014_", "COCO_test2014_"}) {
    constexpr std::size_t kDigits = 12;
    if (!starts_with(name, start) || name.size() != start.size() + kDigits) continue;
    const std::string digits = name.substr(start.size());
    const bool is_number = std::all_of(digits.begin(), digits.end(),
                                       [](char letter) { return letter >= '0' && letter <= '9'; });
    if (is_number) return std::stoll(digits);
  }
  return std::nullopt;
}

}  // namespace hoi
