#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/box.h"
#include "domain/run_length_mask.h"

namespace hoi {

/// One detected instance, box in pixels of the original image.
struct DetectedInstance {
  int category = 0;  ///< index into Vocabulary::objects
  float score = 0;   ///< [0, 1]
  Box box;
  std::optional<RunLengthMask> mask;  ///< of the whole original image; nothing: only a box is known
};

/// One scored <person, verb, object>; subject and object are rows of ImageResult::instances.
struct DetectedInteraction {
  int subject = 0;
  int object = 0;
  int verb = 0;     ///< index into Vocabulary::verbs
  float score = 0;  ///< [0, 1]
};

/// What the program says about one image. Interactions are sorted by score, highest first.
struct ImageResult {
  std::string file;
  int width = 0, height = 0;  ///< of the original image, EXIF orientation applied
  std::vector<DetectedInstance> instances;
  std::vector<DetectedInteraction> interactions;
};

}  // namespace hoi
