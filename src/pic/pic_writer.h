#pragma once

#include <filesystem>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// Writes a data set as PIC 2.0 below an existing folder: semantic/SPLIT and instance/SPLIT with
/// the label maps, relations_SPLIT.json and categories_list; images without a split go straight to
/// semantic, instance and relations.json, the arrangement that scores are computed from. Returns
/// where the pictures belong: image/SPLIT/NAME.jpg.
///
/// Words are matched by name (pic_words.h). Besides the losses of pic_maps_of_annotation(): an
/// image too large for label maps is left out, and a picture that is no JPEG keeps its ending,
/// where other programs do not look for it. An image whose interactions nobody annotated gets maps
/// but no entry among the relations. Instances with disjoint masks come back from read_pic() as
/// they are, save for ids. Throws InputError when the disk refuses.
ImagePlacements write_pic(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                          DatasetFindings& findings);

}  // namespace hoi
