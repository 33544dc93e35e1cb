#pragma once

#include <optional>
#include <string>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"
#include "hicodet/hicodet_annotations.h"

namespace hoi {

/// A data set in HICO-DET's terms: official words, inclusive corners counted from 1.
struct HicodetExport {
  HicodetSplit train, test;
  ImagePlacements placements;
};

/// Expresses a data set in HICO-DET's terms. Images of the splits "train" and "trainval" become
/// training images, "test" and "val" test images, all others training images. Words are matched by
/// name (find_hicodet_word). `file` names the target in findings.
///
/// Losses, one each: an interaction that is none of the 600 classes, an instance that takes part in
/// none that is written, a mask, a crowd mark, a face, the statement that nobody does anything in
/// an image or that its boxes are not all there, the name of another split, a name with folders.
HicodetExport export_hicodet(const AnnotatedDataset& dataset, const std::string& file,
                             DatasetFindings& findings);

}  // namespace hoi
