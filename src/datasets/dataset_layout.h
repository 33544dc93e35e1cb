#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/option_fields.h"
#include "domain/annotation.h"
#include "formats/dataset_reading.h"
#include "formats/image_placement.h"

namespace hoi {

/// The ways in which annotated pictures lie on a disk (docs/datasets.md).
enum class DatasetLayout {
  kHoi,          ///< the project's own format, which also reads plain COCO files
  kHoiw,         ///< HOIW and HOI-A
  kPic,          ///< PIC 2.0, and 1.0 recognised by its relation list
  kVcoco,        ///< V-COCO: the official files
  kVcocoExport,  ///< V-COCO: the public re-export
  kHicodet,      ///< HICO-DET: the public JSON
  kHicodetMat,   ///< HICO-DET: the official MATLAB files
  kOdgt,         ///< one JSON object a line
  kLabelStudio,  ///< exports of the annotation tool Label Studio
};

/// Every layout by the name that commands and experiment files use.
const Choices<DatasetLayout>& dataset_layouts();

const std::string& layout_name(DatasetLayout layout);

/// Reads a data set; repairs go to `reading.findings`. HOIW has no official validation split:
/// pictures that only say "trainval" are divided into "train" and "val" by dataset_split.h, in the
/// proportion of the paper (19,843 to 9,999). Throws InputError for what cannot be mended.
AnnotatedDataset read_dataset(DatasetLayout layout, const std::filesystem::path& folder,
                              const DatasetReading& reading);

/// Writes the annotation files of a data set below an existing folder and says where its pictures
/// belong. What the layout cannot express goes to `findings`.
ImagePlacements write_dataset(DatasetLayout layout, const AnnotatedDataset& dataset,
                              const std::filesystem::path& folder, DatasetFindings& findings);

}  // namespace hoi
