#include "pic/pic_writer.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "pic/label_map_png.h"
#include "pic/ordered_tasks.h"
#include "pic/pic_categories.h"
#include "pic/pic_image_maps.h"
#include "pic/pic_names.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

void create_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw InputError(fmt::format("{}: {}", folder.string(), error.message()));
}

/// What a split has so far.
struct PicSplitContent {
  PicNames names;
  std::vector<std::string> lines;
};

/// The files of one image.
struct PicImageFiles {
  std::string semantic, instance;  ///< PNG
  std::vector<PicRelation> relations;
  DatasetFindings findings;
};

class PicFolderWriter {
 public:
  PicFolderWriter(const AnnotatedDataset& dataset, const fs::path& folder,
                  DatasetFindings& findings)
      : dataset_(dataset),
        folder_(folder),
        findings_(findings),
        numbers_(dataset.vocabulary, pic_v2_numbering()) {
    std::set<std::int64_t> ids;
    for (const ImageAnnotation& image : dataset.images) ids.insert(image.id);
    ids_are_unique_ = ids.size() == dataset.images.size();
  }

  ImagePlacements write() {
    for_each_in_order<std::optional<PicImageFiles>>(
        dataset_.images.size(), [&](std::size_t i) { return paint(dataset_.images[i]); },
        [&](std::size_t i, std::optional<PicImageFiles> files) { add(i, std::move(files)); });
    for (const auto& [split, content] : splits_) {
      const auto name = split.empty() ? "relations.json" : "relations_" + split + ".json";
      write_file_atomically(folder_ / name, pic_relation_text(content.lines));
    }
    const fs::path lists = folder_ / kPicCategoryFolder;
    create_folders(lists);
    write_file_atomically(lists / kPicLabelList, pic_category_text(pic_v2_numbering().objects));
    write_file_atomically(lists / kPicRelationList,
                          pic_category_text(pic_v2_numbering().relations));
    return std::move(placements_);
  }

 private:
  PicImagePlace place_of(const ImageAnnotation& image) const {
    return {folder_.string(), fmt::format("image '{}'", image.file_name)};
  }

  /// Nothing for an image without label maps. Runs on several threads.
  std::optional<PicImageFiles> paint(const ImageAnnotation& image) const {
    if (!is_pic_size(image.width, image.height)) return std::nullopt;
    PicImageFiles files;
    PicImageMaps maps = pic_maps_of_annotation(image, numbers_, place_of(image), files.findings);
    files.semantic = encode_label_map(maps.maps.semantic);
    files.instance = encode_label_map(maps.maps.instance);
    files.relations = std::move(maps.relations);
    return files;
  }

  void add(std::size_t position, std::optional<PicImageFiles> files) {
    const ImageAnnotation& image = dataset_.images[position];
    const PicImagePlace place = place_of(image);
    if (!files) {
      findings_.loss("image too large for label maps", place.file, place.where,
                     fmt::format("{} x {} pixels: left out", image.width, image.height));
      return;
    }
    for (const DatasetFinding& finding : files->findings.list()) {
      findings_.loss(finding.rule, finding.file, finding.where, finding.text);
    }
    PicSplitContent& content = content_of(image.split, place);
    const std::string split = split_name(image.split);
    const std::string stem = content.names.add(image.file_name);
    write_png_file(folder_ / "semantic" / split / (stem + ".png"), files->semantic);
    write_png_file(folder_ / "instance" / split / (stem + ".png"), files->instance);
    if (image.interactions_annotated) {
      const auto id = ids_are_unique_ ? image.id : static_cast<std::int64_t>(position);
      content.lines.push_back(pic_relation_line({stem + ".jpg", id, std::move(files->relations)},
                                                PicRelationFile::kAnnotations));
    }
    placements_.push_back(
        {dataset_.image_folder / image.file_name,
         fs::path("image") / split / (stem + picture_ending(image.file_name, place))});
  }

  /// Splits become parts of paths.
  static std::string split_name(const std::string& split) {
    const std::string plain = plain_component(split);
    return !plain.empty() && plain.front() == '.' ? "split_" + plain : plain;
  }

  PicSplitContent& content_of(const std::string& split, const PicImagePlace& place) {
    const std::string name = split_name(split);
    const auto found = splits_.find(name);
    if (found != splits_.end()) return found->second;
    if (name != split) {
      findings_.loss("split renamed", place.file, place.where,
                     fmt::format("its split is called '{}'", name));
    }
    create_folders(folder_ / "semantic" / name);
    create_folders(folder_ / "instance" / name);
    return splits_[name];
  }

  std::string picture_ending(const std::string& file_name, const PicImagePlace& place) {
    std::string ending = fs::path(file_name).extension().string();
    for (char& letter : ending) {
      letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    if (ending == ".jpg" || ending == ".jpeg") return ".jpg";
    findings_.loss("picture without .jpg", place.file, place.where,
                   "keeps its ending; other programs look for NAME.jpg");
    return ending;
  }

  const AnnotatedDataset& dataset_;
  const fs::path& folder_;
  DatasetFindings& findings_;
  PicNumbers numbers_;
  bool ids_are_unique_ = true;
  std::map<std::string, PicSplitContent> splits_;
  ImagePlacements placements_;
};

}  // namespace

ImagePlacements write_pic(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                          DatasetFindings& findings) {
  return PicFolderWriter(dataset, folder, findings).write();
}

}  // namespace hoi
