#pragma once

#include "scene/random_source.h"
#include "scene/scene_layout.h"

namespace hoi {

/// Adds things that nobody touches: beside people on the ground, on tables, on shelves at the
/// height of heads, in the air. They are of the classes that are in use in the same picture more
/// often than not, so that neither the presence nor the place of a class says what is done with it.
void add_loose_objects(const SceneOptions& options, SceneLayout& layout, RandomSource& random);

}  // namespace hoi
