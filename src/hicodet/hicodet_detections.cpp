#include "hicodet/hicodet_detections.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/printable_text.h"
#include "hicodet/hicodet_mat_reader.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestPredictionFile = std::uintmax_t{4} << 30;
constexpr std::size_t kRowLength = 9;
constexpr double kLargestCorner = 1e9;

/// The corners one to the right and below.
std::array<double, 4> counted_from_one(std::array<double, 4> corners) {
  for (double& corner : corners) corner += 1;
  return corners;
}

/// The image of each column.
std::vector<std::optional<int>> images_of_columns(const MatFile& file, std::size_t columns,
                                                  HicodetDetectionCollector& collector) {
  const char* const names_variable = "list_test";
  std::vector<std::optional<int>> images;
  const std::size_t expected = collector.truth().file_names.size();
  if (file.has(names_variable)) {
    for (const auto& name : read_mat_file_names(file, names_variable)) {
      images.push_back(collector.image_of(name));
    }
  } else {
    for (std::size_t i = 0; i < expected; ++i) images.emplace_back(static_cast<int>(i));
  }
  if (columns != images.size()) {
    throw InputError(fmt::format("{}: all_boxes has {} columns for {} images", file.name(), columns,
                                 images.size()));
  }
  return images;
}

/// Adds the N x 9 numbers of one cell.
void add_rows(const MatArray& rows, int interaction, int image,
              HicodetDetectionCollector& collector) {
  if (rows.is_empty()) return;
  if (rows.columns() < kRowLength) {
    rows.fail(fmt::format("rows of {} numbers, expected {}", rows.columns(), kRowLength));
  }
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto number = [&](std::size_t column) {
      const double value = rows.number(column * rows.rows() + row);
      const bool score = column + 1 == kRowLength;
      if (!(score ? std::isfinite(value) : std::abs(value) <= kLargestCorner)) {
        rows.fail(fmt::format("row {} has {} at position {}", row + 1, value, column + 1));
      }
      return value;
    };
    PairBoxes boxes;
    for (std::size_t i = 0; i < 4; ++i) boxes.human[i] = number(i);
    for (std::size_t i = 0; i < 4; ++i) boxes.object[i] = number(i + 4);
    collector.add(interaction, image, boxes, number(8));
  }
}

std::vector<int> all_interactions(const HicodetGroundTruth& truth) {
  std::vector<int> interactions(truth.words.interactions.size());
  std::iota(interactions.begin(), interactions.end(), 0);
  return interactions;
}

std::vector<int> interactions_of_object(const HicodetGroundTruth& truth, int object) {
  std::vector<int> interactions;
  for (std::size_t i = 0; i < truth.words.interactions.size(); ++i) {
    if (truth.words.interactions[i].object == object) interactions.push_back(static_cast<int>(i));
  }
  return interactions;
}

/// The files detections_01.mat, ... of a folder.
void collect_object_files(const std::filesystem::path& folder,
                          HicodetDetectionCollector& collector) {
  const auto objects = hicodet_object_of_file_number(collector.truth().words.objects);
  int found = 0, missing = 0;
  for (std::size_t number = 1; number < objects.size(); ++number) {
    if (objects[number] < 0) continue;
    const auto path = folder / fmt::format("detections_{:02}.mat", number);
    if (!std::filesystem::exists(path)) {
      ++missing;
      continue;
    }
    ++found;
    collect_hicodet_mat(MatFile::read(path),
                        interactions_of_object(collector.truth(), objects[number]), collector);
  }
  if (found == 0) {
    throw InputError(fmt::format("{}: neither detections.mat nor detections_01.mat, ... is there",
                                 folder.string()));
  }
  if (missing > 0) {
    collector.note(
        fmt::format("{} of the files detections_NN.mat are missing: their objects count "
                    "as never predicted",
                    missing));
  }
}

}  // namespace

HicodetDetectionCollector::HicodetDetectionCollector(const HicodetGroundTruth& truth)
    : truth_(truth),
      object_of_id_(hicodet_object_of_id(truth.words.objects)),
      interactions_(truth.words) {
  for (std::size_t i = 0; i < truth.file_names.size(); ++i) {
    images_.emplace(truth.file_names[i], static_cast<int>(i));
  }
  detections_.pairs.resize(truth.words.interactions.size());
}

std::optional<int> HicodetDetectionCollector::image_of(const std::string& file_name) {
  const auto found = images_.find(file_name);
  if (found != images_.end()) return found->second;
  if (unknown_files_++ == 0) an_unknown_file_ = printable(file_name);
  return std::nullopt;
}

std::optional<int> HicodetDetectionCollector::interaction_of(std::int64_t object_id,
                                                             std::int64_t verb_id) {
  std::optional<int> object, verb;
  if (object_id >= 0 && object_id < static_cast<std::int64_t>(object_of_id_.size())) {
    object = object_of_id_[static_cast<std::size_t>(object_id)];
  }
  if (verb_id >= 1 && verb_id <= static_cast<std::int64_t>(truth_.words.verbs.size())) {
    verb = static_cast<int>(verb_id) - 1;
  }
  const auto interaction = interactions_.find(object, verb);
  if (!interaction) ++unknown_interactions_;
  return interaction;
}

void HicodetDetectionCollector::add(int interaction, int image, const PairBoxes& boxes,
                                    double score) {
  detections_.pairs.at(static_cast<std::size_t>(interaction))
      .push_back({image, {counted_from_one(boxes.human), counted_from_one(boxes.object)}, score});
}

void HicodetDetectionCollector::note(std::string notice) {
  detections_.notices.push_back(std::move(notice));
}

HicodetDetections HicodetDetectionCollector::finish() {
  // Equal scores are compared in the order of images, then of rows.
  for (auto& pairs : detections_.pairs) {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const auto& a, const auto& b) { return a.image < b.image; });
  }
  if (unknown_files_ > 0) {
    note(fmt::format("predictions for {} unknown file names were ignored, such as '{}'",
                     unknown_files_, an_unknown_file_));
  }
  if (unknown_interactions_ > 0) {
    note(
        fmt::format("{} predictions were ignored because their object and verb are no interaction "
                    "of this data set",
                    unknown_interactions_));
  }
  return std::move(detections_);
}

void collect_hicodet_mat(const MatFile& file, const std::vector<int>& interactions,
                         HicodetDetectionCollector& collector) {
  const MatVariable variable = file.load("all_boxes");
  const MatArray& boxes = variable.array();
  if (boxes.kind() == MatArray::Kind::kNumbers && boxes.is_empty()) return;
  const std::size_t rows = interactions.size();
  if (boxes.rows() != rows) {
    boxes.fail(fmt::format("all_boxes has {} rows for {} interactions", boxes.rows(), rows));
  }
  const auto images = images_of_columns(file, boxes.columns(), collector);
  boxes.each([&](const MatArray& cell, std::size_t position) {
    const auto image = images[position / rows];
    if (image) add_rows(cell, interactions[position % rows], *image, collector);
  });
}

HicodetDetections read_hicodet_detections(const std::filesystem::path& path,
                                          const HicodetGroundTruth& truth,
                                          const ReadProgress& progress) {
  HicodetDetectionCollector collector(truth);
  const bool folder = std::filesystem::is_directory(path);
  const auto one_file = folder ? path / "detections.mat" : path;
  if (folder && !std::filesystem::exists(one_file)) {
    collect_object_files(path, collector);
  } else if (one_file.extension() == ".mat") {
    collect_hicodet_mat(MatFile::read(one_file), all_interactions(truth), collector);
  } else {
    JsonLimits limits;
    limits.max_bytes = kLargestPredictionFile;
    collect_hicodet_json(JsonRecords::read(path, progress, limits), collector);
  }
  return collector.finish();
}

}  // namespace hoi
