#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domain/box.h"
#include "domain/run_length_mask.h"
#include "domain/vocabulary.h"

namespace hoi {

/// One annotated instance of an image, box in pixels of the original image.
struct InstanceAnnotation {
  std::int64_t id = 0;  ///< id in the file it came from, for messages
  int category = 0;     ///< index into Vocabulary::objects
  Box box;
  bool crowd = false;  ///< a region of many instances (COCO iscrowd): never a training target
  /// Polygon outlines, each x0, y0, x1, y1, ...; empty means that no mask is known, not an empty
  /// mask.
  std::vector<std::vector<float>> polygons;
  /// The mask as run lengths, if that is how it is known; at most one of both forms is set.
  std::optional<RunLengthMask> run_lengths;
};

/// One annotated <person, verb, object>; rows point into ImageAnnotation::instances.
struct InteractionAnnotation {
  int subject = 0;
  int object = 0;
  int verb = 0;  ///< index into Vocabulary::verbs
};

/// A face in pixels of the original image.
struct FaceAnnotation {
  Box box;
  float score = 1;  ///< confidence of the detector in [0, 1]
};

/// Everything known about one image.
struct ImageAnnotation {
  std::int64_t id = 0;
  std::string file_name;  ///< relative to AnnotatedDataset::image_folder
  int width = 0, height = 0;
  std::string split;
  /// False: nobody looked for interactions here, so their absence means nothing.
  bool interactions_annotated = true;
  /// False: some instances have no box, so an unmatched region is no background.
  bool boxes_exhaustive = true;
  std::vector<InstanceAnnotation> instances;
  std::vector<InteractionAnnotation> interactions;
  std::vector<FaceAnnotation> faces;  ///< known faces (synthetic scenes); usually empty
};

struct AnnotatedDataset {
  Vocabulary vocabulary;
  std::filesystem::path image_folder;
  std::vector<ImageAnnotation> images;
};

/// The images of the given splits, in file order; all when `splits` is empty.
std::vector<ImageAnnotation> images_of_splits(const AnnotatedDataset& dataset,
                                              const std::vector<std::string>& splits);

}  // namespace hoi
