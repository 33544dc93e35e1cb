#pragma once

#include <filesystem>
#include <string>

#include "base/json_records.h"
#include "domain/annotation.h"

namespace hoi {

/// Names inside a data folder.
inline constexpr const char* kAnnotationFileName = "annotations.json";
inline constexpr const char* kImageFolderName = "images";

/// Reads an annotation file of the project's format (docs/formats.md): COCO layout with `verbs` and
/// `interactions`. Categories and verbs become indices in file order, the person is the category
/// called "person" or "human". Image files are not looked at. Entries are read one by one: the most
/// memory needed is less than three times the size of the file. Throws InputError that names the
/// file, the first offending entry and how many more there are.
AnnotatedDataset read_annotation_file(const std::filesystem::path& file,
                                      const std::filesystem::path& image_folder,
                                      const ReadProgress& progress = {});

/// The data set of a folder with `annotations.json` and `images/`.
AnnotatedDataset read_dataset_folder(const std::filesystem::path& folder,
                                     const ReadProgress& progress = {});

/// The text of an annotation file from which reading gives the data set back, boxes and polygons to
/// the bit. Ids of images and annotations are kept where they are unique and else counted from 1.
/// Throws InputError for a name that is not UTF-8 and std::invalid_argument when an index leaves
/// its list, a coordinate is not finite or the person class is not called "person" or "human".
std::string annotation_file_text(const AnnotatedDataset& dataset);

/// Writes that text; the file is replaced atomically.
void write_annotation_file(const AnnotatedDataset& dataset, const std::filesystem::path& file);

}  // namespace hoi
