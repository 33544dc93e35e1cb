#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_reading.h"

namespace hoi {

/// Reads the official files of V-COCO (spec 5.3): vcoco_{train,val,trainval,test}.json with COCO's
/// boxes and masks, wherever find_vcoco_folder finds them. What becomes of them: vcoco_dataset.h
/// and coco_image_collector.h. Pictures need not be there. Throws InputError when a file is missing
/// or has another form.
AnnotatedDataset read_vcoco(const std::filesystem::path& folder, const DatasetReading& reading);

}  // namespace hoi
