#pragma once

#include "base/json_records.h"
#include "formats/dataset_findings.h"
#include "formats/image_size_reader.h"

namespace hoi {

/// What every reader of a data set layout is given besides the folder.
struct DatasetReading {
  /// Reads the size of a picture; used by layouts that do not store it. May be empty: then sizes
  /// are made from the boxes, and missing pictures are not noticed.
  ImageSizeReader image_size;
  ReadProgress progress;
  DatasetFindings& findings;  ///< receives every repair
};

}  // namespace hoi
