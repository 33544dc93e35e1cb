#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "data/augmentation.h"
#include "data/image_io.h"
#include "data/image_transform.h"
#include "data/picture_sources.h"
#include "domain/annotation.h"
#include "vision/ground_truth.h"

namespace hoi {

/// One picture ready for a training step.
struct TrainingExample {
  torch::Tensor pixels;   ///< (3, h, w) float, not padded
  ImageSize size;         ///< h and w
  GroundTruth truth;      ///< in the network frame
  std::string file_name;  ///< with its folder, for messages
};

/// The targets of one image in the network frame of `scale` and `size`, flipped if asked.
/// Masks are made where asked for. Boxes are clipped; instances without area and everything that
/// involves them are left out; crowd regions go to crowd_boxes; interactions of one (subject,
/// object) become one multi-hot row.
GroundTruth make_ground_truth(const ImageAnnotation& annotation, const Vocabulary& vocabulary,
                              const NetworkImage& image, bool flip, bool masks = false);

/// Training pictures of one or several folders under one vocabulary: that of the first folder; the
/// words of the others must be among them.
class TrainingDataset {
 public:
  /// masks: whether examples carry the masks of instances that have one. Throws InputError when a
  /// folder is malformed, a word of a later folder is not in the first, or no image is left.
  TrainingDataset(const std::vector<DataSourceOptions>& sources,
                  const ImageTransformOptions& transform, bool masks = false,
                  const ImageLimits& limits = {});

  /// The same of pictures that were read already.
  TrainingDataset(AnnotatedPictures pictures, const ImageTransformOptions& transform,
                  bool masks = false, const ImageLimits& limits = {});

  std::int64_t size() const { return static_cast<std::int64_t>(pictures_.images.size()); }
  const Vocabulary& vocabulary() const { return pictures_.vocabulary; }
  const ImageAnnotation& annotation(std::int64_t index) const;
  const std::filesystem::path& path(std::int64_t index) const;
  /// All annotations, indices in the common vocabulary: what count_verb_prior() wants.
  const std::vector<ImageAnnotation>& annotations() const { return pictures_.images; }

  /// Decodes and transforms picture `index`; safe to call from several threads.
  TrainingExample load(std::int64_t index, const AugmentationChoice& choice = {}) const;

 private:
  ImageTransformOptions transform_;
  bool masks_;
  ImageLimits limits_;
  AnnotatedPictures pictures_;
};

}  // namespace hoi
