#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "formats/dataset_findings.h"
#include "interchange/named_dataset.h"

namespace hoi {

/// A task of a Label Studio export.
struct LabelStudioTask {
  std::vector<std::string> picture_names;  ///< see picture_reference.h
  NamedImage named;                        ///< file_name is empty; sizes 0 when nothing states them
};

/// Reads one task of a JSON export of Label Studio: {"data": {"image": ...}, "annotations":
/// [{"was_cancelled", "result": [...]}]}. Of `result` these are taken:
///
///   - "rectanglelabels" (and "labels", "rectangle"): x, y, width, height in percent of
///     original_width and original_height become a box;
///   - "polygonlabels" (and "polygon"): points in percent become a polygon and its tight box;
///   - "relation": each of its labels is a verb; "from_id" is the subject and "to_id" the object.
///
/// `data` may also state "split", "width", "height", "interactions_annotated" and
/// "boxes_exhaustive", which write_label_studio adds.
///
/// Repairs, one each: "cancelled annotation", "several annotations" (the last one counts), "rotated
/// rectangle" (its tight box), "other kind of result" (brushes, keypoints, choices ...; left out),
/// "several labels" (the first counts), "other size" (the first of the picture counts),
/// "interaction without verb" and "relation without its region" (left out), "relation to the left"
/// (ends swapped), "relation in both directions" (each that has a person as its subject), "relation
/// from an object to a person" (ends swapped), "unknown direction" (taken for "right").
/// Left out with the whole task: "task without annotation" (predictions are none), "rotated
/// picture", "no picture" (no name of one).
///
/// where: of the task in the file, for findings and errors. Throws InputError for wrong structure,
/// with a hint for the other export formats.
std::optional<LabelStudioTask> parse_label_studio_task(const nlohmann::json& record,
                                                       const std::string& file,
                                                       const std::string& where,
                                                       DatasetFindings& findings);

}  // namespace hoi
