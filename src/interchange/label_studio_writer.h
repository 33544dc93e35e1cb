#pragma once

#include <filesystem>
#include <string>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

struct LabelStudioWriting {
  /// What stands before the percent-encoded name of each picture. The default fits a project whose
  /// local storage is the parent folder of `images`, Label Studio's way to serve own files.
  std::string reference_prefix = "/data/local-files/?d=images/";
  /// True: the labels are predictions that an annotator accepts or corrects; false: they are
  /// finished annotations. The reader takes annotations only.
  bool as_predictions = false;
};

/// Writes tasks that Label Studio imports, and the labeling configuration that its project needs,
/// into an existing folder: `tasks.json` and `labeling_config.xml`. Boxes become rectangles, the
/// verbs of a pair become one relation from subject to object. Pictures belong into `images/`.
///
/// Losses, one each: a mask, a face, a crowd (left out), an interaction that loses an end. Throws
/// InputError when a file cannot be written.
ImagePlacements write_label_studio(const AnnotatedDataset& dataset,
                                   const std::filesystem::path& folder, DatasetFindings& findings,
                                   const LabelStudioWriting& writing = {});

}  // namespace hoi
