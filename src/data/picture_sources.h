#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/option_fields.h"
#include "datasets/dataset_layout.h"
#include "domain/annotation.h"
#include "formats/dataset_findings.h"

namespace hoi {

class FaceCache;

/// One data set folder (docs/datasets.md).
struct DataSourceOptions {
  std::string root;
  DatasetLayout layout = DatasetLayout::kHoi;
  std::vector<std::string> splits;  ///< empty: all images
  std::string faces;                ///< face cache of the folder (data/face_cache.h), "" for none

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("root", root);
    fields.choice("layout", layout, dataset_layouts());
    fields.value("splits", splits);
    fields.value("faces", faces);
  }
};

/// Annotated pictures of several folders under one vocabulary.
struct AnnotatedPictures {
  Vocabulary vocabulary;
  std::vector<ImageAnnotation> images;       ///< faces filled from the caches where not annotated
  std::vector<std::filesystem::path> paths;  ///< one per image
  std::vector<std::size_t> sources;          ///< one per image: the number of its folder, from 0
  /// One per image: the faces, if any, are all there; nobody need search the picture again.
  std::vector<bool> faces_known;
  std::vector<std::filesystem::path> image_folders;  ///< one per folder: what file names start at
  std::vector<std::string> notices;                  ///< what readers had to mend, one line each
};

/// The whole data set of one source; repairs go to `findings`.
AnnotatedDataset read_data_source(const DataSourceOptions& source, DatasetFindings& findings);

/// Reads the chosen splits. The vocabulary is `required` if given, else that of the first folder;
/// words are matched by name. Throws InputError when a folder is malformed, a word is not in the
/// vocabulary, or no image is left.
AnnotatedPictures read_picture_sources(const std::vector<DataSourceOptions>& sources,
                                       const Vocabulary* required = nullptr);

/// Gives the pictures of folder number `source` the faces of a cache where their annotation has
/// none of its own.
void add_cached_faces(const FaceCache& cache, std::size_t source, AnnotatedPictures& pictures);

}  // namespace hoi
