#include "hicodet/hicodet_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_records.h"
#include "hicodet/hicodet_folder.h"
#include "hicodet/hicodet_json_reader.h"
#include "hicodet/hicodet_mat_reader.h"
#include "hicodet/mat_file.h"

namespace hoi {
namespace {

const std::array<std::string, 2> kSplits = {"train", "test"};

/// Makes the instances and interactions of one image.
class ImageBuilder {
 public:
  ImageBuilder(ImageAnnotation& image, const HicodetSplit& split, int person,
               DatasetFindings& findings)
      : image_(image), split_(split), person_(person), findings_(findings) {}

  void add(const HicodetPair& pair) {
    const auto [object, verb] =
        split_.words.interactions.at(static_cast<std::size_t>(pair.interaction));
    const Box human_box = continuous_box(pair.boxes.human);
    const Box object_box = continuous_box(pair.boxes.object);
    const int human = instance_of(person_, human_box, 0);
    // Nobody is paired with itself: a person who is both ends is there twice.
    const bool itself = object == person_ && corners_of(human_box) == corners_of(object_box);
    image_.interactions.push_back({human, instance_of(object, object_box, itself ? 1 : 0), verb});
  }

 private:
  using Corners = std::tuple<float, float, float, float>;

  static Corners corners_of(const Box& box) { return {box.x1, box.y1, box.x2, box.y2}; }

  void repair(const std::string& rule, const std::string& text) {
    findings_.repair(rule, split_.file, fmt::format("image '{}'", image_.file_name), text);
  }

  Box continuous_box(std::array<double, 4> corners) {
    const std::array<double, 4> found = corners;
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
      if (corners[i] > corners[i + 2]) std::swap(corners[i], corners[i + 2]);
    }
    if (corners != found) {
      repair("corners in the wrong order",
             fmt::format("box [{}] was turned", fmt::join(found, ", ")));
    }
    Box box = {static_cast<float>(corners[0] - 1), static_cast<float>(corners[1] - 1),
               static_cast<float>(corners[2]), static_cast<float>(corners[3])};
    const auto inside = [](float value, int side) {
      return std::clamp(value, 0.0F, side > 0 ? static_cast<float>(side) : INFINITY);
    };
    const Box clipped = {inside(box.x1, image_.width), inside(box.y1, image_.height),
                         inside(box.x2, image_.width), inside(box.y2, image_.height)};
    if (corners_of(clipped) != corners_of(box)) {
      repair("box outside of its image",
             fmt::format("box [{}] was clipped to {} x {}", fmt::join(found, ", "), image_.width,
                         image_.height));
    }
    return clipped;
  }

  /// The row of the instance of this class with this box; `copy` tells equal ones apart.
  int instance_of(int category, const Box& box, int copy) {
    const auto row = static_cast<int>(image_.instances.size());
    const auto [place, added] = rows_.try_emplace({category, corners_of(box), copy}, row);
    if (added) {
      InstanceAnnotation instance;
      instance.id = row;
      instance.category = category;
      instance.box = box;
      image_.instances.push_back(std::move(instance));
    }
    return place->second;
  }

  ImageAnnotation& image_;
  const HicodetSplit& split_;
  int person_;
  DatasetFindings& findings_;
  std::map<std::tuple<int, Corners, int>, int> rows_;
};

/// Sizes that the file does not tell, from the picture or else from the boxes.
void find_missing_size(const HicodetImage& from, const std::filesystem::path& picture,
                       const ImageSizeReader& read_size, ImageAnnotation& image) {
  if (image.width > 0) return;
  const auto size = read_size ? read_size(picture) : std::nullopt;
  double right = 1, bottom = 1;
  for (const HicodetPair& pair : from.pairs) {
    right = std::max({right, pair.boxes.human[2], pair.boxes.object[2]});
    bottom = std::max({bottom, pair.boxes.human[3], pair.boxes.object[3]});
  }
  constexpr double kLargest = 1 << 20;
  image.width = size ? size->first : static_cast<int>(std::min(std::ceil(right), kLargest));
  image.height = size ? size->second : static_cast<int>(std::min(std::ceil(bottom), kLargest));
}

AnnotatedDataset empty_dataset(const std::filesystem::path& folder) {
  AnnotatedDataset dataset;
  dataset.image_folder = find_hicodet_images(folder);
  return dataset;
}

}  // namespace

void append_hicodet_split(const HicodetSplit& split, const std::string& name,
                          AnnotatedDataset& dataset, const DatasetReading& reading) {
  const Vocabulary vocabulary = hicodet_vocabulary(split.words, split.file);
  if (dataset.vocabulary.objects.empty()) dataset.vocabulary = vocabulary;
  if (!(dataset.vocabulary == vocabulary)) {
    throw InputError(fmt::format("{}: the words are not those of the other split", split.file));
  }
  dataset.images.reserve(dataset.images.size() + split.images.size());
  for (const HicodetImage& from : split.images) {
    ImageAnnotation image;
    image.id = static_cast<std::int64_t>(dataset.images.size()) + 1;
    image.file_name = hicodet_image_folder(name) + "/" + from.file_name;
    image.split = name;
    image.width = from.width;
    image.height = from.height;
    find_missing_size(from, dataset.image_folder / image.file_name, reading.image_size, image);
    image.interactions_annotated = !from.pairs.empty();
    image.boxes_exhaustive = !from.pairs.empty();
    ImageBuilder builder(image, split, vocabulary.person, reading.findings);
    for (const HicodetPair& pair : from.pairs) builder.add(pair);
    image.instances.shrink_to_fit();
    image.interactions.shrink_to_fit();
    dataset.images.push_back(std::move(image));
  }
}

AnnotatedDataset read_hicodet(const std::filesystem::path& folder, const DatasetReading& reading) {
  AnnotatedDataset dataset = empty_dataset(folder);
  bool found = false;
  for (const std::string& name : kSplits) {
    const auto file = find_hicodet_file(folder, hicodet_json_name(name));
    if (!file) continue;
    found = true;
    // The text is let go before the data set is made of what it says.
    const HicodetSplit split = parse_hicodet_json(JsonRecords::read(*file, reading.progress));
    append_hicodet_split(split, name, dataset, reading);
  }
  if (found) return dataset;
  if (find_hicodet_file(folder, kHicodetBoxFile)) return read_hicodet_mat(folder, reading);
  throw InputError(fmt::format("{}: neither {}, {} nor {} is there", folder.string(),
                               hicodet_json_name(kSplits[0]), hicodet_json_name(kSplits[1]),
                               kHicodetBoxFile));
}

AnnotatedDataset read_hicodet_mat(const std::filesystem::path& folder,
                                  const DatasetReading& reading) {
  const auto path = find_hicodet_file(folder, kHicodetBoxFile);
  if (!path) throw InputError(fmt::format("{}: no {}", folder.string(), kHicodetBoxFile));
  const MatFile file = MatFile::read(*path);
  const auto words = read_hicodet_mat_words({&file});
  AnnotatedDataset dataset = empty_dataset(folder);
  for (const std::string& name : kSplits) {
    const std::string variable = "bbox_" + name;
    if (!file.has(variable)) continue;
    append_hicodet_split(read_hicodet_mat_boxes(file, variable, words), name, dataset, reading);
  }
  if (dataset.images.empty() && dataset.vocabulary.objects.empty()) {
    throw InputError(fmt::format("{}: neither bbox_train nor bbox_test is in it", path->string()));
  }
  return dataset;
}

}  // namespace hoi
