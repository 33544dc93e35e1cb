#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// Writes HOIW annotation files (spec 5.1) into an existing folder:
///
///   - `trainval.json` with the images of every split but "test", which is what other programs
///   read;
///   - `train.json` and `val.json` with those of "train" and "val" once more, where there are any,
///     because the layout has no official division: read_hoiw gives the same splits back;
///   - `test_2019.json` with those of "test", where there are any.
///
/// Coordinates are kept to the bit; the official files have whole numbers, the organisers' script
/// takes fractions. Category ids are texts as there. Pictures belong into `images/`, under their
/// base names (hoiw_file_names).
///
/// Losses, one each: a mask, a face, a crowd, a box or verb without a HOIW word, an interaction
/// that loses an end or whose object is a person, an image whose interactions are not annotated
/// (left out, because an empty list would say that there are none), an image whose boxes are not
/// exhaustive (kept), another split (becomes trainval), a picture that had to be renamed.
/// Throws InputError when a file cannot be written.
ImagePlacements write_hoiw(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                           DatasetFindings& findings);

}  // namespace hoi
