#pragma once

#include <filesystem>

#include "base/json_records.h"
#include "domain/annotation.h"
#include "formats/dataset_reading.h"
#include "interchange/named_dataset.h"
#include "interchange/picture_search.h"

namespace hoi {

/// Reads the JSON export of a Label Studio project (label_studio_task.h): one file, or of a folder
/// `tasks.json`, or all its JSON files in alphabetical order. Words and repairs are those of
/// NamedDataset and of label_studio_task.h.
///
/// Pictures are looked for by every name of picture_reference.h in `images`, in a folder of the
/// split and beside the files. With `reading.image_size` an image without picture is left out ("no
/// picture"); a size that no region states is that of the picture, else the image is left out ("no
/// size"). Throws InputError when there is no file or one has another form.
AnnotatedDataset read_label_studio(const std::filesystem::path& folder,
                                   const DatasetReading& reading);

/// Adds the tasks of one file to a data set in the making.
void add_label_studio_tasks(const JsonRecords& records, const PictureSearch& pictures,
                            NamedDataset& dataset, DatasetFindings& findings);

}  // namespace hoi
