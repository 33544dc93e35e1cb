#pragma once

#include <filesystem>
#include <string>

#include "base/json_records.h"
#include "domain/annotation.h"
#include "formats/dataset_reading.h"

namespace hoi {

/// Reads the public re-export of V-COCO (spec 5.3): instances_vcoco_{train,val,trainval,test}.json
/// in `folder`, pictures where find_vcoco_images finds them. Sizes come from the pictures; of those
/// that are missing (a repair) and without `reading.image_size` they are made from the boxes.
/// "trainval" is read only where one of its parts is missing. Throws InputError when there is no
/// file or one has another form.
AnnotatedDataset read_vcoco_export(const std::filesystem::path& folder,
                                   const DatasetReading& reading);

/// Appends the images of one file. The file has boxes per interaction only: an image's instances
/// are its distinct boxes of one class, its size is the smallest that holds them, and
/// `boxes_exhaustive` is false. Losses: verbs outside the 24. Repairs: boxes without area or with
/// exchanged corners, an interaction of a person with itself.
void append_vcoco_export(const JsonRecords& records, const std::string& split,
                         DatasetFindings& findings, AnnotatedDataset& dataset);

}  // namespace hoi
