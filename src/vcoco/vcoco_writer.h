#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// Writes a data set as the official files of V-COCO (spec 5.3) into an existing folder:
/// vcoco_<split>.json for each split that occurs, splits/vcoco_{<split>,all}.ids and
/// instances_vcoco_all_2014.json with boxes and masks, in the form that the organisers' scripts
/// read. Every person that is no crowd counts as annotated; actions without a role have label 0.
///
/// What is lost besides the losses of plan_vcoco: images without a person (the organisers' script
/// refuses them), all but the first object of one person and role, and that boxes are not
/// exhaustive. Ids of annotations are kept where they are positive and unique. Returns where the
/// pictures belong.
ImagePlacements write_vcoco(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                            DatasetFindings& findings);

}  // namespace hoi
