#include "formats/annotation_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/annotation_parser.h"

namespace hoi {

AnnotatedDataset read_annotation_file(const std::filesystem::path& file,
                                      const std::filesystem::path& image_folder,
                                      const ReadProgress& progress) {
  auto [dataset, defects] = parse_annotations(JsonRecords::read(file, progress));
  if (defects.unreadable() > 0) {
    const auto first = std::find_if(defects.list().begin(), defects.list().end(),
                                    [](const auto& defect) { return defect.unreadable; });
    const std::int64_t more = defects.unreadable() - 1;
    throw InputError(
        describe(*first) +
        (more > 0 ? fmt::format(" (and {} more; see `hoi dataset validate`)", more) : ""));
  }
  dataset.image_folder = image_folder;
  return std::move(dataset);
}

AnnotatedDataset read_dataset_folder(const std::filesystem::path& folder,
                                     const ReadProgress& progress) {
  const auto file = folder / kAnnotationFileName;
  if (!std::filesystem::exists(file)) {
    throw InputError(
        fmt::format("{}: no {} there; a data folder holds {} and {}/ (docs/formats.md)",
                    folder.string(), kAnnotationFileName, kAnnotationFileName, kImageFolderName));
  }
  return read_annotation_file(file, folder / kImageFolderName, progress);
}

}  // namespace hoi
