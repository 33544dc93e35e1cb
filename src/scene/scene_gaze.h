#pragma once

#include "scene/random_source.h"
#include "scene/scene_layout.h"

namespace hoi {

/// Turns the heads of the actors whose activity leaves them free, and adds the interactions that
/// follow from it: at what they hold, at a thing elsewhere, at the camera, or at nothing. A target
/// is only chosen when no other object lies in nearly the same direction, and "nothing" has no
/// object in its direction, so that a gaze can be read from the picture.
void direct_gazes(SceneLayout& layout, RandomSource& random);

}  // namespace hoi
