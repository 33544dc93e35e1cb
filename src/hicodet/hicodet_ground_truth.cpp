#include "hicodet/hicodet_ground_truth.h"

#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/printable_text.h"
#include "hicodet/hicodet_folder.h"
#include "hicodet/hicodet_json_reader.h"
#include "hicodet/hicodet_mat_reader.h"

namespace hoi {
namespace {

constexpr const char* kPairsForLabels =
    "image-level labels (anno.mat) are not there: for \"known object\" the images with an "
    "annotated pair of the object are taken instead";

/// Adds the pairs of one image; of several entries with one interaction only the last counts, as in
/// the organisers' code. Returns the number of pairs that are left out for that.
std::int64_t add_image_pairs(const HicodetImage& image, int number,
                             std::vector<std::vector<AnnotatedPair>>& pairs) {
  std::map<int, int> last_entry;
  for (const HicodetPair& pair : image.pairs) last_entry[pair.interaction] = pair.entry;
  std::int64_t left_out = 0;
  for (const HicodetPair& pair : image.pairs) {
    if (pair.entry == last_entry[pair.interaction]) {
      pairs.at(static_cast<std::size_t>(pair.interaction)).push_back({number, pair.boxes});
    } else {
      ++left_out;
    }
  }
  return left_out;
}

/// Uses the image-level labels of anno.mat.
void use_labels(const MatFile& labels, HicodetGroundTruth& truth) {
  const auto names = read_mat_file_names(labels, "list_test");
  if (names.size() != truth.file_names.size()) {
    throw InputError(fmt::format("{}: list_test has {} images, bbox_test of {} has {}",
                                 labels.name(), names.size(), truth.file, truth.file_names.size()));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != truth.file_names[i]) {
      throw InputError(fmt::format("{}: image {} of list_test is '{}', of bbox_test '{}'",
                                   labels.name(), i + 1, printable(names[i]),
                                   printable(truth.file_names[i])));
    }
  }
  truth.object_images =
      read_mat_object_images(labels, "anno_test", truth.words, truth.file_names.size());
}

HicodetGroundTruth read_mat_truth(const std::filesystem::path& box_path,
                                  const std::optional<std::filesystem::path>& label_path) {
  const MatFile boxes = MatFile::read(box_path);
  std::optional<MatFile> labels;
  if (label_path) labels = MatFile::read(*label_path);
  const auto words = read_hicodet_mat_words({labels ? &*labels : nullptr, &boxes});
  HicodetSplit test = read_hicodet_mat_boxes(boxes, "bbox_test", words);
  if (boxes.has("bbox_train")) {
    const HicodetSplit train = read_hicodet_mat_boxes(boxes, "bbox_train", words);
    if (!train.images.empty()) test.rare = count_rare_interactions(train);
  }
  HicodetGroundTruth truth = hicodet_ground_truth(test);
  if (labels) {
    use_labels(*labels, truth);
  } else {
    truth.notices.emplace_back(kPairsForLabels);
  }
  return truth;
}

HicodetGroundTruth read_json_truth(const std::filesystem::path& path,
                                   const ReadProgress& progress) {
  auto truth = hicodet_ground_truth(parse_hicodet_json(JsonRecords::read(path, progress)));
  truth.notices.emplace_back(kPairsForLabels);
  return truth;
}

}  // namespace

HicodetGroundTruth hicodet_ground_truth(const HicodetSplit& test) {
  HicodetGroundTruth truth;
  truth.file = test.file;
  truth.words = test.words;
  truth.pairs.resize(test.words.interactions.size());
  truth.object_images.resize(test.words.objects.size());
  std::int64_t repeated = 0;
  for (std::size_t i = 0; i < test.images.size(); ++i) {
    truth.file_names.push_back(test.images[i].file_name);
    repeated += add_image_pairs(test.images[i], static_cast<int>(i), truth.pairs);
    for (const HicodetPair& pair : test.images[i].pairs) {
      const auto interaction =
          test.words.interactions.at(static_cast<std::size_t>(pair.interaction));
      auto& images = truth.object_images.at(static_cast<std::size_t>(interaction.object));
      const int image = static_cast<int>(i);
      if (images.empty() || images.back() != image) images.push_back(image);
    }
  }
  const auto note = [&](std::int64_t count, const char* text) {
    if (count > 0) truth.notices.push_back(fmt::format("{} {}", count, text));
  };
  note(test.invisible, "annotated interactions without boxes (\"invisible\") were left out");
  note(repeated,
       "annotated pairs were left out because their image has a later entry of the same "
       "interaction, as in the organisers' code");
  truth.rare.assign(truth.pairs.size(), false);
  if (test.rare) {
    truth.rare = *test.rare;
  } else if (test.words == official_hicodet_words()) {
    truth.rare = official_hicodet_rare();
  } else {
    truth.notices.emplace_back("which interactions are rare is not known: all count as non-rare");
  }
  return truth;
}

HicodetGroundTruth read_hicodet_ground_truth(const std::filesystem::path& path,
                                             const ReadProgress& progress) {
  if (std::filesystem::is_directory(path)) {
    const auto boxes = find_hicodet_file(path, kHicodetBoxFile);
    if (boxes) return read_mat_truth(*boxes, find_hicodet_file(path, kHicodetLabelFile));
    const auto json = find_hicodet_file(path, hicodet_json_name("test"));
    if (json) return read_json_truth(*json, progress);
    throw InputError(fmt::format("{}: neither {} nor {} is there", path.string(), kHicodetBoxFile,
                                 hicodet_json_name("test")));
  }
  if (path.extension() != ".mat") return read_json_truth(path, progress);
  const auto folder = path.parent_path();
  const bool labels = path.filename() == kHicodetLabelFile;
  return read_mat_truth(labels ? folder / kHicodetBoxFile : path,
                        find_hicodet_file(folder, kHicodetLabelFile));
}

}  // namespace hoi
