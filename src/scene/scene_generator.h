#pragma once

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include "domain/annotation.h"
#include "scene/scene_layout.h"
#include "scene/scene_vocabulary.h"

namespace hoi {

/// A drawn scene and everything that is true in it.
struct SyntheticScene {
  cv::Mat image;  ///< (height, width) BGR, 8 bits
  /// Exact boxes and outlines of what is visible, faces, interactions; words of scene_vocabulary().
  /// id is index + 1, file_name and split are left to whoever stores the picture.
  ImageAnnotation annotation;
};

/// Draws scene `index` of the endless series `seed`: articulated people that act on objects, beside
/// objects that nobody acts on, one hiding parts of the other. Verbs follow from pose, contact,
/// gaze and face contact (scene_vocabulary.h); object class, box geometry and appearance alone do
/// not tell them. The same arguments give the same bytes. Throws InputError for options out of
/// range.
SyntheticScene generate_scene(const SceneOptions& options, std::uint64_t seed, int index);

}  // namespace hoi
