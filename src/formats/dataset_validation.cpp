#include "formats/dataset_validation.h"

#include <string>
#include <utility>

#include "base/error.h"
#include "formats/annotation_file.h"
#include "formats/annotation_parser.h"

namespace hoi {
namespace {

/// The defects of an annotation file that cannot be taken apart at all.
std::vector<DatasetDefect> file_defect(const std::string& file, std::string text) {
  const std::string prefix = file + ":";
  if (text.rfind(prefix, 0) == 0) text.erase(0, text.find_first_not_of(' ', prefix.size()));
  return {{file, "file", std::nullopt, text}};
}

}  // namespace

std::vector<DatasetDefect> validate_annotation_file(const std::filesystem::path& file,
                                                    const std::filesystem::path& image_folder,
                                                    const ImageSizeReader& image_size,
                                                    const ReadProgress& progress) {
  ParsedAnnotations parsed;
  try {
    parsed = parse_annotations(JsonRecords::read(file, progress));
  } catch (const InputError& error) {
    return file_defect(file.string(), error.what());
  }
  auto& [dataset, defects] = parsed;
  dataset.image_folder = image_folder;
  // Boxes and interactions were checked while reading, where the ids of the file are known.
  check_verbs(dataset, file.string(), defects);
  check_image_files(dataset, file.string(), image_size, defects);
  return defects.release();
}

std::vector<DatasetDefect> validate_dataset_folder(const std::filesystem::path& folder,
                                                   const ImageSizeReader& image_size,
                                                   const ReadProgress& progress) {
  return validate_annotation_file(folder / kAnnotationFileName, folder / kImageFolderName,
                                  image_size, progress);
}

}  // namespace hoi
