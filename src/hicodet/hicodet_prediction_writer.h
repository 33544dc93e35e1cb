#pragma once

#include <filesystem>
#include <vector>

#include "domain/image_result.h"
#include "domain/vocabulary.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// Writes results as predictions of HICO-DET, by the extension of `target`:
///
///  - .json: per image, the last form of collect_hicodet_json, which is the smallest one;
///  - .mat: the cell array all_boxes of 600 x images that the organisers' code reads, with the file
///    names as list_test. The organisers' code goes by order and wants all images of anno_bbox.mat:
///    give it the results of all of them in its order. Our own score goes by name.
///
/// `vocabulary` has the words of the results, matched by name. Images are called as in our
/// annotation files (hicodet_file_names).
///
/// Losses, one each: a mask, an interaction that is none of the 600 classes, in JSON an instance
/// whose class is none of the 80, in MATLAB files one that takes part in no interaction, a name
/// with folders. Throws InputError for another extension and when the file cannot be written.
void write_hicodet_predictions(const std::vector<ImageResult>& results,
                               const Vocabulary& vocabulary, const std::filesystem::path& target,
                               DatasetFindings& findings);

}  // namespace hoi
