#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "vcoco/coco_image_collector.h"
#include "vcoco/vcoco_labels.h"

namespace hoi {

/// What the official files say about one split.
struct VcocoSplitLabels {
  std::string split;
  std::string file;  ///< name of the label file, for messages
  std::vector<VcocoActionLabels> actions;
  std::vector<std::int64_t> listed_ids;  ///< the .ids file; empty when there is none
};

/// The split of every image that the label and .ids files name. Repairs: an image of two splits
/// stays in the first, and where there is an .ids file, images that only one of both names.
std::unordered_map<std::int64_t, std::string> vcoco_split_of_image(
    const std::vector<VcocoSplitLabels>& splits, DatasetFindings& findings);

/// Joins labels with the images that `coco` has collected (which are moved out) to a data set of
/// pairs with the words of vcoco_vocabulary(): one interaction per person, action and role with an
/// object. Images come in order of the splits, then of their ids; `image_folder` stays empty. An
/// image without an annotated person counts as one whose interactions nobody annotated.
///
/// Losses, because pairs cannot say it: actions without a role, "point", an action whose object is
/// not annotated, an object that is the person, persons that nobody labelled, actions outside the
/// 26. Repairs: ids that the COCO file does not have, or has in another image.
AnnotatedDataset join_vcoco(const std::vector<VcocoSplitLabels>& splits, CocoImageCollector& coco,
                            DatasetFindings& findings);

}  // namespace hoi
