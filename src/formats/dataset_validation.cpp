#include "formats/dataset_validation.h"

#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_file.h"
#include "formats/annotation_file.h"
#include "formats/annotation_parser.h"

namespace hoi {
namespace {

/// Adds a defect for each verb of no interaction. An unused category is normal: a detector knows
/// more classes than one data set shows.
void check_verbs(const AnnotatedDataset& dataset, const std::string& file,
                 std::vector<DatasetDefect>& defects) {
  std::vector<bool> used(dataset.vocabulary.verbs.size(), false);
  for (const ImageAnnotation& image : dataset.images) {
    for (const auto& interaction : image.interactions) {
      used[static_cast<std::size_t>(interaction.verb)] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    defects.push_back({file, "verb '" + dataset.vocabulary.verbs[i] + "'", std::nullopt,
                       "no interaction uses it", false});
  }
}

void check_image_file(const ImageAnnotation& image, const std::filesystem::path& path,
                      const std::string& file, const ImageSizeReader& image_size,
                      std::vector<DatasetDefect>& defects) {
  const auto add = [&](const std::string& text) {
    defects.push_back({file, "image", image.id, text, false});
  };
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return add(fmt::format("there is no file {}", path.string()));
  }
  if (!image_size) return;
  const auto size = image_size(path);
  if (!size) return add(fmt::format("{} is no image that can be read", path.string()));
  if (*size != std::pair(image.width, image.height)) {
    add(fmt::format("{} has {} x {} pixels, annotated are {} x {}", path.string(), size->first,
                    size->second, image.width, image.height));
  }
}

}  // namespace

std::vector<DatasetDefect> validate_annotation_file(const std::filesystem::path& file,
                                                    const std::filesystem::path& image_folder,
                                                    const ImageSizeReader& image_size) {
  ParsedAnnotations parsed;
  try {
    parsed = parse_annotations(read_json_file(file), file.string());
  } catch (const InputError& error) {
    std::string text = error.what();
    const std::string prefix = file.string() + ":";
    if (text.rfind(prefix, 0) == 0) text.erase(0, text.find_first_not_of(' ', prefix.size()));
    return {{file.string(), "file", std::nullopt, text}};
  }
  auto& defects = parsed.defects;
  check_verbs(parsed.dataset, file.string(), defects);
  for (const ImageAnnotation& image : parsed.dataset.images) {
    check_image_file(image, image_folder / image.file_name, file.string(), image_size, defects);
  }
  return std::move(defects);
}

std::vector<DatasetDefect> validate_dataset_folder(const std::filesystem::path& folder,
                                                   const ImageSizeReader& image_size) {
  return validate_annotation_file(folder / kAnnotationFileName, folder / kImageFolderName,
                                  image_size);
}

}  // namespace hoi
