#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// Writes one ODGT file per split into an existing folder (odgt_record.h): `train.odgt`, ...,
/// `all.odgt` for images without split. Boxes are kept to the bit. An image whose interactions are
/// not annotated has no "hoi", a crowd has "extra": {"ignore": 1}. Pictures belong into `images/`,
/// where file_name finds them.
///
/// Losses, one each: a mask, a face, an image whose boxes are not exhaustive, a split whose name no
/// file can have, a word that nothing uses (reading collects words). Throws InputError when a file
/// cannot be written.
ImagePlacements write_odgt(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                           DatasetFindings& findings);

}  // namespace hoi
