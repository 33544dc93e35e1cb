#pragma once

#include <filesystem>
#include <vector>

#include "base/json_records.h"
#include "formats/dataset_check.h"
#include "formats/dataset_defect.h"
#include "formats/image_size_reader.h"

namespace hoi {

/// Every defect of an annotation file of the project's format and of the images it names, in file
/// order (check_dataset and check_image_files do the same for any layout):
///
///   - whatever read_annotation_file refuses: wrong types, unknown or duplicate ids, subjects that
///     are no persons, interactions across images or of a thing with itself, file names that leave
///     the image folder, ...
///   - boxes without area or outside their image, duplicate interactions, interactions of images
///     that are said to have none, words that no annotation uses;
///   - missing image files, and files of another size than annotated (`image_size` may be empty:
///     then contents are not looked at).
///
/// Never throws for bad content: a file that is no JSON is one defect. Of a great many defects the
/// last entry says how many are not listed.
std::vector<DatasetDefect> validate_annotation_file(const std::filesystem::path& file,
                                                    const std::filesystem::path& image_folder,
                                                    const ImageSizeReader& image_size,
                                                    const ReadProgress& progress = {});

/// The same for a folder with `annotations.json` and `images/`.
std::vector<DatasetDefect> validate_dataset_folder(const std::filesystem::path& folder,
                                                   const ImageSizeReader& image_size,
                                                   const ReadProgress& progress = {});

}  // namespace hoi
