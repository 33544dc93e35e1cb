#include "pic/pic_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "pic/label_map_png.h"
#include "pic/label_map_resize.h"
#include "pic/ordered_tasks.h"
#include "pic/pic_annotation.h"
#include "pic/pic_layout.h"
#include "pic/pic_relations.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

/// Widths and heights of one shape differ by rounding only.
constexpr double kLargestAspectRatio = 1.02;

/// An image to be read.
struct PicTask {
  const PicSplit* split = nullptr;
  std::string stem;
  std::optional<PicImageRelations> entry;  ///< nothing: only maps are there
  std::string file_name;                   ///< of the picture, below the data set's folder
  std::optional<std::pair<int, int>> picture_size;
};

/// An image that was read, or nothing when it was left out, and what was mended.
struct PicTaskResult {
  std::optional<ImageAnnotation> image;
  DatasetFindings findings;
};

bool file_exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// Path of the picture below `folder`. Written with '/', as in every annotation file.
std::string picture_path(const fs::path& folder, const PicSplit& split, const std::string& name) {
  fs::path path = split.pictures / name;
  if (!file_exists(path)) {
    for (const char* ending : {".jpg", ".png", ".jpeg", ".JPG", ".JPEG", ".PNG", ".bmp"}) {
      const fs::path other = split.pictures / (pic_stem(name) + ending);
      if (!file_exists(other)) continue;
      path = other;
      break;
    }
  }
  return path.lexically_relative(folder).generic_string();
}

bool has_shape(const LabelMap& map, int width, int height) {
  const double ratio =
      (static_cast<double>(map.width) * height) / (static_cast<double>(map.height) * width);
  return std::max(ratio, 1 / ratio) <= kLargestAspectRatio;
}

class PicImageReader {
 public:
  PicImageReader(const PicTask& task, const PicRows& rows) : task_(task), rows_(rows) {}

  PicTaskResult read() {
    const PicMapFiles files = pic_map_files(*task_.split, task_.stem);
    for (const fs::path& file : {files.semantic, files.instance}) {
      if (file_exists(file)) continue;
      leave_out("missing label map", file, "is not there");
      return std::move(result_);
    }
    PicMaps maps = read_pic_maps(files);
    if (maps.from_colors) {
      result_.findings.repair("label map in colours", files.instance.string(), "",
                              "three equal channels where one was expected: read as one");
    }
    const auto size =
        task_.picture_size.value_or(std::pair(maps.maps.instance.width, maps.maps.instance.height));
    if (!fit(maps.maps.semantic, files.semantic, size) ||
        !fit(maps.maps.instance, files.instance, size)) {
      return std::move(result_);
    }
    annotate(maps.maps, files);
    return std::move(result_);
  }

 private:
  void leave_out(const char* rule, const fs::path& file, const std::string& problem) {
    result_.findings.repair(rule, file.string(), where(), problem + ": the image is left out");
  }

  std::string where() const { return fmt::format("image '{}'", task_.file_name); }

  /// Gives a map the size of its image; false when it is of another shape.
  bool fit(LabelMap& map, const fs::path& file, std::pair<int, int> size) {
    const auto [width, height] = size;
    if (map.width == width && map.height == height) return true;
    const std::string problem =
        fmt::format("{} x {} pixels for an image of {} x {}", map.width, map.height, width, height);
    const bool too_large = std::int64_t{width} * height > LabelMapLimits().most_pixels;
    if (too_large || !has_shape(map, width, height)) {
      leave_out("label map of another shape", file, problem);
      return false;
    }
    result_.findings.repair("label map of another size", file.string(), where(),
                            problem + ": resized");
    map = resize_label_map(map, width, height);
    return true;
  }

  void annotate(const SegmentedImage& maps, const PicMapFiles& files) {
    ImageAnnotation image;
    image.file_name = task_.file_name;
    image.split = task_.split->name;
    image.width = maps.instance.width;
    image.height = maps.instance.height;
    image.interactions_annotated = task_.entry.has_value();
    const auto& relations = task_.entry ? task_.entry->relations : std::vector<PicRelation>();
    annotate_pic_image(maps, relations, rows_,
                       {files.instance.string(), task_.split->relations.string()}, image,
                       result_.findings);
    result_.image = std::move(image);
  }

  const PicTask& task_;
  const PicRows& rows_;
  PicTaskResult result_;
};

/// Lists the images of a data set.
class PicTaskList {
 public:
  PicTaskList(const fs::path& folder, bool skip_known_bad, const DatasetReading& reading)
      : folder_(folder), skip_known_bad_(skip_known_bad), reading_(reading) {}

  void add_split(const PicSplit& split) {
    std::set<std::string> seen;
    if (!split.relations.empty()) {
      each_pic_image(JsonRecords::read(split.relations), PicRelationFile::kAnnotations,
                     [&](PicImageRelations entry) {
                       const std::string stem = pic_stem(entry.name);
                       if (seen.insert(stem).second) {
                         add(split, stem, std::move(entry));
                       } else {
                         repair(split, entry.name, "second entry of an image",
                                "has an entry before: this one is left out");
                       }
                     });
    }
    for (const std::string& stem : png_stems(split.instance)) {
      if (seen.insert(stem).second) add(split, stem, std::nullopt);
    }
  }

  std::vector<PicTask> take() { return std::move(tasks_); }

 private:
  void repair(const PicSplit& split, const std::string& name, const char* rule,
              const std::string& text) {
    const auto& file = split.relations.empty() ? split.instance : split.relations;
    reading_.findings.repair(rule, file.string(), fmt::format("image '{}'", name), text);
  }

  void add(const PicSplit& split, const std::string& stem, std::optional<PicImageRelations> entry) {
    PicTask task;
    const std::string name = entry ? entry->name : stem + ".jpg";
    if (skip_known_bad_ && is_known_bad_pic_image(stem)) {
      repair(split, name, "image known to be bad", "is known to be bad in PIC 2.0: left out");
      return;
    }
    task.file_name = picture_path(folder_, split, name);
    if (reading_.image_size) {
      task.picture_size = reading_.image_size(folder_ / task.file_name);
      if (!task.picture_size || task.picture_size->first < 1 || task.picture_size->second < 1) {
        repair(split, name, "missing picture",
               fmt::format("there is no picture {}: the image is left out", task.file_name));
        return;
      }
    }
    task.split = &split;
    task.stem = stem;
    task.entry = std::move(entry);
    tasks_.push_back(std::move(task));
  }

  const fs::path& folder_;
  bool skip_known_bad_;
  const DatasetReading& reading_;
  std::vector<PicTask> tasks_;
};

std::int64_t image_id_of(const PicTask& task, std::size_t position) {
  if (task.entry && task.entry->image_id) return *task.entry->image_id;
  return static_cast<std::int64_t>(position);
}

}  // namespace

AnnotatedDataset read_pic(const std::filesystem::path& folder, const DatasetReading& reading,
                          PicVersion version) {
  const PicNumbering numbering = read_pic_numbering(folder, version);
  const auto splits = find_pic_splits(folder);
  PicTaskList list(folder, numbering == pic_v2_numbering(), reading);
  for (const PicSplit& split : splits) list.add_split(split);
  const std::vector<PicTask> tasks = list.take();

  AnnotatedDataset dataset{pic_vocabulary(numbering), folder, {}};
  const PicRows rows(numbering);
  for_each_in_order<PicTaskResult>(
      tasks.size(), [&](std::size_t i) { return PicImageReader(tasks[i], rows).read(); },
      [&](std::size_t i, PicTaskResult result) {
        for (const DatasetFinding& finding : result.findings.list()) {
          reading.findings.repair(finding.rule, finding.file, finding.where, finding.text);
        }
        if (result.image) {
          result.image->id = image_id_of(tasks[i], i);
          dataset.images.push_back(std::move(*result.image));
        }
        if (reading.progress) reading.progress(i + 1, tasks.size());
      });
  return dataset;
}

}  // namespace hoi
