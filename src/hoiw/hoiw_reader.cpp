#include "hoiw/hoiw_reader.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "hoiw/hoiw_annotations.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

/// An annotation file and the split of its images.
struct SplitFile {
  fs::path path;
  std::string split;
};

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// The first existing file of these stems.
std::optional<fs::path> find_file(const fs::path& folder,
                                  std::initializer_list<const char*> stems) {
  for (const char* stem : stems) {
    for (const char* ending : {".json", "_hoia.json", "_hoiw.json"}) {
      for (const fs::path& place : {folder, folder / "annotations"}) {
        const fs::path path = place / (std::string(stem) + ending);
        if (is_file(path)) return path;
      }
    }
  }
  return std::nullopt;
}

std::string split_of_name(const std::string& stem) {
  for (const char* split : {"trainval", "train", "val", "test"}) {
    if (stem.rfind(split, 0) == 0) return split;
  }
  return "";
}

/// trainval comes after the two that it repeats.
std::vector<SplitFile> official_files(const fs::path& folder) {
  std::vector<SplitFile> files;
  const auto add = [&](std::initializer_list<const char*> stems, const char* split) {
    if (const auto path = find_file(folder, stems)) files.push_back({*path, split});
  };
  add({"train"}, "train");
  add({"val"}, "val");
  add({"trainval"}, "trainval");
  add({"test_2019", "test"}, "test");
  return files;
}

std::vector<SplitFile> annotation_files(const fs::path& folder) {
  auto files = official_files(folder);
  if (!files.empty()) return files;
  std::error_code problem;
  std::vector<fs::path> others;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    if (entry.path().extension() == ".json" && is_file(entry.path())) others.push_back(entry);
  }
  if (problem) throw InputError(folder.string() + ": cannot be read: " + problem.message());
  if (others.size() != 1) {
    throw InputError(folder.string() +
                     ": has neither trainval.json, train.json, val.json, test_2019.json nor "
                     "test.json, and not exactly one other JSON file");
  }
  return {{others.front(), split_of_name(others.front().stem().string())}};
}

/// Finds pictures below one folder and measures them.
class PictureSearch {
 public:
  PictureSearch(fs::path folder, const ImageSizeReader& image_size)
      : folder_(std::move(folder)), image_size_(image_size) {}

  std::optional<HoiwPicture> find(const std::string& name, const std::string& split) const {
    for (const std::string& place : places(split)) {
      const std::string candidate = place + name;
      if (!is_file(folder_ / candidate)) continue;
      if (!image_size_) return HoiwPicture{candidate, 0, 0};
      const auto size = image_size_(folder_ / candidate);
      if (size) return HoiwPicture{candidate, size->first, size->second};
    }
    if (image_size_) return std::nullopt;
    return HoiwPicture{"images/" + name, 0, 0};
  }

 private:
  static std::vector<std::string> places(const std::string& split) {
    std::vector<std::string> places = {"images/"};
    for (const char* root : {"images/", ""}) {
      if (!split.empty()) places.push_back(root + split + "/");
      for (const char* name : {"trainval/", "test_2019/", "train/", "val/", "test/"}) {
        places.push_back(std::string(root) + name);
      }
    }
    places.emplace_back();
    return places;
  }

  fs::path folder_;
  const ImageSizeReader& image_size_;
};

}  // namespace

AnnotatedDataset read_hoiw(const fs::path& path, const DatasetReading& reading) {
  std::vector<SplitFile> files;
  fs::path folder = path;
  if (is_file(path)) {
    files.push_back({path, split_of_name(path.stem().string())});
    folder = path.parent_path();
    if (folder.filename() == "annotations") folder = folder.parent_path();
  } else {
    files = annotation_files(folder);
  }
  const PictureSearch pictures(folder, reading.image_size);
  std::string split;
  HoiwAnnotations annotations([&](const std::string& name) { return pictures.find(name, split); },
                              reading.findings);
  for (const SplitFile& file : files) {
    split = file.split;
    annotations.add(JsonRecords::read(file.path, reading.progress), split, split == "trainval");
  }
  AnnotatedDataset dataset = annotations.take();
  dataset.image_folder = folder;
  return dataset;
}

}  // namespace hoi
