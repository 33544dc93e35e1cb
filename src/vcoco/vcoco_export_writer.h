#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// Writes a data set as the public re-export of V-COCO (spec 5.3) into an existing folder:
/// instances_vcoco_<split>.json for each split that occurs.
///
/// What is lost besides the losses of plan_vcoco: masks, crowds, instances in no interaction, and
/// all but the first of several instances of one class with the same box. Returns where the
/// pictures belong.
ImagePlacements write_vcoco_export(const AnnotatedDataset& dataset,
                                   const std::filesystem::path& folder, DatasetFindings& findings);

}  // namespace hoi
