#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json_records.h"
#include "evaluation/role_average_precision.h"
#include "vcoco/vcoco_labels.h"

namespace hoi {

/// One action-role class that is scored.
struct VcocoRoleClass {
  std::size_t action = 0;  ///< index into VcocoGroundTruth::actions
  std::string role;
};

/// What the organisers' script makes of its three files (spec 6.3), ready for evaluate_roles.
struct VcocoGroundTruth {
  std::vector<std::string> actions;   ///< A, in the order of the label file
  std::vector<VcocoRoleClass> roles;  ///< R
  RoleTask task;
  std::vector<RoleImage> images;  ///< ascending ids, without predictions
  std::unordered_map<std::int64_t, std::size_t> image_of_id;
  std::vector<std::string> notices;  ///< what the script would stumble over or ignores, a line each
};

/// Builds the ground truth of the images `split_ids` (empty: all labelled images); `labels_file`
/// stands for the labels in messages.
///
/// A person is an annotation of the first category in the COCO file, as for the script. Boxes are
/// clipped to the image; annotations without area, with a box of one pixel or with "ignore": 1 are
/// dropped, and a role whose object was dropped counts as one without an object. Throws InputError
/// when a file has another form, when an image of the split is not in the COCO file or has no
/// labelled person, or when an object is no annotation of its image.
VcocoGroundTruth build_vcoco_ground_truth(const std::vector<VcocoActionLabels>& labels,
                                          const std::string& labels_file, const JsonRecords& coco,
                                          std::vector<std::int64_t> split_ids);

}  // namespace hoi
