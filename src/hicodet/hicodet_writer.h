#pragma once

#include <filesystem>
#include <string>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"
#include "hicodet/hicodet_annotations.h"

namespace hoi {

/// Writes instances_train2015.json and instances_test2015.json (hicodet_json_reader.h), each when
/// the data set has such images (training images when it has none at all). What gets lost is told
/// by hicodet_export.h. Pictures belong below images/train2015 and images/test2015. Throws
/// InputError when a file cannot be written.
ImagePlacements write_hicodet(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                              DatasetFindings& findings);

/// The same as anno_bbox.mat and anno.mat (hicodet_mat_reader.h), for the organisers' evaluation.
/// In anno.mat an interaction of an image is labelled 1 where it has a pair, -1 where it has none,
/// and NaN (unknown) in images without any pair.
ImagePlacements write_hicodet_mat(const AnnotatedDataset& dataset,
                                  const std::filesystem::path& folder, DatasetFindings& findings);

/// The text of a JSON file with one image per line.
std::string hicodet_json_text(const HicodetSplit& split);

}  // namespace hoi
