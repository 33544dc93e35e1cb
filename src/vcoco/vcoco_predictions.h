#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/json_records.h"
#include "vcoco/vcoco_ground_truth.h"

namespace hoi {

/// Number of predictions in a file.
struct VcocoPredictionCounts {
  std::int64_t used = 0;
  std::int64_t of_other_images = 0;  ///< images that are not in the split; ignored
};

/// Adds the predictions of a file to the images of `truth` (spec 6.3): a list of objects with
/// image_id, person_box (4 numbers), <action>_agent (a number) and <action>_<role> (x1, y1, x2, y2,
/// score) for every action and role. null stands for NaN, for one number or for all of a list.
///
/// Throws InputError that names entry and key when one is missing or has another type; of
/// predictions for other images only image_id is looked at.
VcocoPredictionCounts add_vcoco_predictions(const JsonRecords& predictions,
                                            VcocoGroundTruth& truth);

/// Opens a prediction file, of up to 4 GiB. The organisers' format is a Python pickle, which runs
/// what it contains when it is read: an InputError says how to convert one.
JsonRecords open_vcoco_predictions(const std::filesystem::path& file, const ReadProgress& progress);

/// Does a file that begins with these bytes look like a Python pickle of a list?
bool is_pickle(const std::string& bytes);

}  // namespace hoi
