#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "formats/dataset_defect.h"

namespace hoi {

/// Width and height of an image file in pixels, as its header says; nothing when it is no image.
/// A function of the caller, so that this layer needs no image library.
using ImageSizeReader =
    std::function<std::optional<std::pair<int, int>>(const std::filesystem::path&)>;

/// Every defect of an annotation file and of the images it names, in file order:
///
///   - whatever read_annotation_file refuses: wrong types, unknown or duplicate ids, subjects that
///     are no persons, interactions across images or of a thing with itself, file names that leave
///     the image folder, ...
///   - boxes without area or outside their image, duplicate interactions, interactions of images
///     that are said to have none, words that no annotation uses;
///   - missing image files, and files of another size than annotated (`image_size` may be empty:
///     then contents are not looked at).
///
/// Never throws for bad content: a file that is no JSON is one defect.
std::vector<DatasetDefect> validate_annotation_file(const std::filesystem::path& file,
                                                    const std::filesystem::path& image_folder,
                                                    const ImageSizeReader& image_size);

/// The same for a folder with `annotations.json` and `images/`.
std::vector<DatasetDefect> validate_dataset_folder(const std::filesystem::path& folder,
                                                   const ImageSizeReader& image_size);

}  // namespace hoi
