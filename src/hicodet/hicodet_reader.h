#pragma once

#include <filesystem>
#include <string>

#include "domain/annotation.h"
#include "formats/dataset_reading.h"
#include "hicodet/hicodet_annotations.h"

namespace hoi {

/// Reads HICO-DET (spec 5.4) from a folder: instances_train2015.json and instances_test2015.json,
/// at least one of them, or else anno_bbox.mat. Pictures are expected below images/train2015 and
/// images/test2015, or below hico_20160224_det/images where that folder is there; the MATLAB files
/// may lie in hico_20160224_det too.
///
/// Images get the splits "train" and "test" and their files' names. Their instances are the
/// distinct boxes of their pairs, one per box and class; 1 is taken from x1 and y1, so that
/// inclusive pixels counted from 1 become continuous coordinates. Images without pairs have
/// interactions that nobody has drawn boxes for: neither their interactions nor their boxes count
/// as annotated.
///
/// Repairs: corners in the wrong order are exchanged, boxes are clipped to their image. Throws
/// InputError for everything else that is wrong.
AnnotatedDataset read_hicodet(const std::filesystem::path& folder, const DatasetReading& reading);

/// The same from anno_bbox.mat, also where JSON files are.
AnnotatedDataset read_hicodet_mat(const std::filesystem::path& folder,
                                  const DatasetReading& reading);

/// Appends the images of a split, called `name`, to a data set of the same words; the first split
/// brings the words. The core of both readers.
void append_hicodet_split(const HicodetSplit& split, const std::string& name,
                          AnnotatedDataset& dataset, const DatasetReading& reading);

}  // namespace hoi
