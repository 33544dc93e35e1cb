#pragma once

#include <cstdint>
#include <vector>

#include "scene/actor.h"
#include "scene/random_source.h"
#include "scene/scene_object.h"

namespace hoi {

/// Size of a scene and how crowded it may be.
struct SceneOptions {
  int width = 256, height = 192;  ///< pixels, 64 to 4096 each
  /// 1..12 each. Up to three people, small groups are the likeliest; a larger crowd has any number
  /// from min_people on, fewer only where the picture has no room for all to be seen.
  int min_people = 1, max_people = 3;
  int max_loose_objects = 4;  ///< 0..20 that nobody acts on, except perhaps by looking
};

/// A table or a shelf: something to stand things on that is no object class.
struct Furniture {
  cv::Rect2f box;  ///< scene pixels; the upper edge is the board
  bool shelf = false;
  Color color;
};

/// One <person, verb, object> of a layout.
struct SceneInteraction {
  int actor = 0;
  /// Object of `owner`; owner -1: entry of SceneLayout::loose.
  int owner = -1, object = 0;
  SceneVerb verb = SceneVerb::kHold;
};

enum class ItemKind { kActor, kLooseObject, kFurniture };

/// What to draw next.
struct SceneItem {
  ItemKind kind = ItemKind::kActor;
  int index = 0;
  float depth = 0;  ///< y of the ground under it: larger is nearer to the camera
};

/// Who stands where and does what; all frames are of the scene, in pixels of the picture.
struct SceneLayout {
  std::vector<Actor> actors;
  std::vector<SceneObject> loose;
  std::vector<Furniture> furniture;
  std::vector<SceneItem> order;  ///< back to front
  std::vector<SceneInteraction> interactions;
};

/// Draws a layout at random.
SceneLayout random_layout(const SceneOptions& options, RandomSource& random);

}  // namespace hoi
