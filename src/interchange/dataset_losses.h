#pragma once

#include "domain/annotation.h"
#include "formats/dataset_findings.h"

namespace hoi {

/// "image 'park/a.jpg'", for findings.
std::string where_in(const ImageAnnotation& image);

/// Counts the masks and faces of an image as losses, one each.
void count_masks_and_faces(const ImageAnnotation& image, DatasetFindings& findings);

/// Counts each class and verb that no instance and no interaction uses as a loss.
void count_unused_words(const AnnotatedDataset& dataset, DatasetFindings& findings);

}  // namespace hoi
