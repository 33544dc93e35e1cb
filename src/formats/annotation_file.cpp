#include "formats/annotation_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_file.h"
#include "formats/annotation_parser.h"

namespace hoi {

AnnotatedDataset read_annotation_file(const std::filesystem::path& file,
                                      const std::filesystem::path& image_folder) {
  auto [dataset, defects] = parse_annotations(read_json_file(file), file.string());
  const auto is_unreadable = [](const DatasetDefect& defect) { return defect.unreadable; };
  const auto first = std::find_if(defects.begin(), defects.end(), is_unreadable);
  if (first != defects.end()) {
    const auto more = std::count_if(first + 1, defects.end(), is_unreadable);
    throw InputError(
        describe(*first) +
        (more > 0 ? fmt::format(" (and {} more; see `hoi dataset validate`)", more) : ""));
  }
  dataset.image_folder = image_folder;
  return std::move(dataset);
}

AnnotatedDataset read_dataset_folder(const std::filesystem::path& folder) {
  const auto file = folder / kAnnotationFileName;
  if (!std::filesystem::exists(file)) {
    throw InputError(
        fmt::format("{}: no {} there; a data folder holds {} and {}/ (docs/formats.md)",
                    folder.string(), kAnnotationFileName, kAnnotationFileName, kImageFolderName));
  }
  return read_annotation_file(file, folder / kImageFolderName);
}

}  // namespace hoi
