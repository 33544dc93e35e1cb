#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// An image as the layouts of V-COCO write it.
struct VcocoPlannedImage {
  const ImageAnnotation* image = nullptr;
  std::string split;      ///< "train", "val", "trainval" or "test"
  std::int64_t id = 0;    ///< unique: of the COCO name, else of the image, else the next free one
  std::string file_name;  ///< as a COCO file says it: without train2014/ or val2014/
  /// Of each instance the object in vcoco_vocabulary(), nothing when it has no such word.
  std::vector<std::optional<int>> objects;
  /// Those whose ends and verb have a word, verbs in vcoco_vocabulary(); none twice.
  std::vector<InteractionAnnotation> interactions;
};

/// Translates a data set to the words, splits and names of V-COCO. Losses: images whose
/// interactions nobody annotated, splits of other names (written as "train"), instances and verbs
/// without a word, interactions that lose an end, repeat another one or have no person as subject,
/// and faces.
std::vector<VcocoPlannedImage> plan_vcoco(const AnnotatedDataset& dataset,
                                          DatasetFindings& findings);

/// Where the pictures of the images belong: images/train2014/ and images/val2014/.
ImagePlacements vcoco_placements(const AnnotatedDataset& dataset,
                                 const std::vector<VcocoPlannedImage>& images);

/// "image 'park/0009.jpg'", for findings.
std::string vcoco_image_words(const ImageAnnotation& image);

/// The wanted numbers where they are positive and were not taken before, else the smallest free
/// ones from 1.
std::vector<std::int64_t> free_ids(const std::vector<std::int64_t>& wanted);

}  // namespace hoi
