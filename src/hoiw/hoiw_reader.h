#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_reading.h"

namespace hoi {

/// Reads a folder of HOIW or HOI-A (spec 5.1), or one of its annotation files.
///
/// Annotation files are looked for in the folder and in its `annotations`: `trainval.json`,
/// `train.json`, `val.json` and `test_2019.json` or `test.json`, also with `_hoia` or `_hoiw`
/// before the dot. An image has the split of the first of train, val and test that names it, else
/// "trainval". A folder that has none of them but one other JSON file is read from that; its split,
/// and that of a single file, is the beginning of the name (trainval, train, val, test), else
/// empty.
///
/// `image_folder` is the folder. Pictures are looked for below `images` and beside it, there in a
/// folder of their split, in `trainval`, `test_2019`, `train`, `val` and `test`, and directly. With
/// `reading.image_size` an image without picture is left out and sizes are those of the pictures;
/// without it sizes are the smallest that hold the boxes. Repairs: hoiw_annotations.h. Throws
/// InputError when there is no annotation file or one has another form than hoiw_entry.h says.
AnnotatedDataset read_hoiw(const std::filesystem::path& folder, const DatasetReading& reading);

}  // namespace hoi
