#include "pic/pic_layout.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "pic/label_map_png.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kOfficialSplits = {"train", "val", "test"};

constexpr std::array<std::string_view, 6> kKnownBad = {"23382", "23441", "20714",
                                                       "20727", "23300", "21200"};

constexpr std::array<std::string_view, 19> kSkipped = {
    "20136",         "indoor_03336",  "outdoor_02278", "indoor_07165",  "23514",
    "25927",         "24148",         "24095",         "25955",         "21913",
    "26070",         "22470",         "23352",         "outdoor_01614", "outdoor_04055",
    "outdoor_01317", "outdoor_01962", "outdoor_02882", "outdoor_01360"};

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// Names in a folder, in no order; nothing when it cannot be read.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  return names;
}

/// The middle of "relations_train.json"; empty for other names.
std::string split_of_relation_file(const std::string& name) {
  constexpr std::string_view kBegin = "relations_", kEnd = ".json";
  if (name.size() <= kBegin.size() + kEnd.size() || name.compare(0, kBegin.size(), kBegin) != 0 ||
      name.compare(name.size() - kEnd.size(), kEnd.size(), kEnd) != 0) {
    return "";
  }
  return name.substr(kBegin.size(), name.size() - kBegin.size() - kEnd.size());
}

std::vector<std::string> split_names(const fs::path& folder) {
  std::set<std::string> found;
  for (const std::string& name : names_in(folder)) found.insert(split_of_relation_file(name));
  for (const char* maps : {"semantic", "segmentation"}) {
    for (const std::string& name : names_in(folder / maps)) {
      if (name.front() != '.' && is_folder(folder / maps / name)) found.insert(name);
    }
  }
  std::vector<std::string> names;
  for (const char* official : kOfficialSplits) {
    if (found.erase(official) > 0) names.emplace_back(official);
  }
  for (const std::string& name : found) {
    if (!name.empty() && name.front() != '.') names.push_back(name);
  }
  return names;
}

/// image/ or images/, whichever exists.
fs::path picture_folder(const fs::path& folder, const std::string& split) {
  const fs::path official = split.empty() ? folder / "image" : folder / "image" / split;
  const fs::path other = split.empty() ? folder / "images" : folder / "images" / split;
  return !is_folder(official) && is_folder(other) ? other : official;
}

PicSplit split_at(const fs::path& folder, const std::string& name) {
  PicSplit split;
  split.name = name;
  split.pictures = picture_folder(folder, name);
  const fs::path first = folder / "segmentation" / name;
  const bool is_v1 = !name.empty() && is_folder(first);
  split.semantic = is_v1 ? first / "semantic" : folder / "semantic" / name;
  split.instance = is_v1 ? first / "instance" : folder / "instance" / name;
  const fs::path relations =
      folder / (name.empty() ? "relations.json" : "relations_" + name + ".json");
  if (is_file(relations)) split.relations = relations;
  return split;
}

template <std::size_t kCount>
bool contains(const std::array<std::string_view, kCount>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<PicSplit> find_pic_splits(const std::filesystem::path& folder) {
  std::vector<PicSplit> splits;
  for (const std::string& name : split_names(folder)) splits.push_back(split_at(folder, name));
  PicSplit flat = split_at(folder, "");
  flat.semantic = folder / "semantic";
  flat.instance = folder / "instance";
  if (!flat.relations.empty() || !png_stems(flat.semantic).empty()) splits.push_back(flat);
  if (splits.empty()) {
    throw InputError(folder.string() +
                     ": found no PIC data, expected relations_SPLIT.json (SPLIT is train, val or "
                     "test) or relations.json beside the folders image, semantic and instance");
  }
  return splits;
}

std::vector<std::string> png_stems(const std::filesystem::path& folder) {
  constexpr std::string_view kEnd = ".png";
  std::vector<std::string> stems;
  for (const std::string& name : names_in(folder)) {
    const bool is_png = name.size() > kEnd.size() && name.front() != '.' &&
                        name.compare(name.size() - kEnd.size(), kEnd.size(), kEnd) == 0;
    if (is_png) stems.push_back(name.substr(0, name.size() - kEnd.size()));
  }
  std::sort(stems.begin(), stems.end());
  return stems;
}

PicMapFiles pic_map_files(const PicSplit& split, const std::string& stem) {
  return {split.semantic / (stem + ".png"), split.instance / (stem + ".png")};
}

PicMaps read_pic_maps(const PicMapFiles& files) {
  DecodedLabelMap semantic = read_label_map(files.semantic);
  DecodedLabelMap instance = read_label_map(files.instance);
  return {{std::move(semantic.map), std::move(instance.map)},
          semantic.from_colors || instance.from_colors};
}

bool is_known_bad_pic_image(const std::string& stem) { return contains(kKnownBad, stem); }

bool is_skipped_pic_image(const std::string& stem) { return contains(kSkipped, stem); }

}  // namespace hoi
