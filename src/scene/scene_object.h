#pragma once

#include <opencv2/core/types.hpp>

#include "scene/canvas.h"
#include "scene/random_source.h"
#include "scene/scene_frame.h"
#include "scene/scene_vocabulary.h"

namespace hoi {

/// How an object is drawn where its class has more than one shape.
enum class ObjectForm {
  kPlain,
  kOpen,      ///< book and umbrella
  kShoulder,  ///< bag on a long strap
};

/// The colours and the pattern of one object.
struct ObjectLook {
  Color main, second;
  int pattern = 0;  ///< 0..2, class-specific details
};

/// An object in a frame whose unit is the height of a grown person.
struct SceneObject {
  ObjectClass category = ObjectClass::kPhone;
  ObjectForm form = ObjectForm::kPlain;
  /// Where the object's own origin lies: the centre of what a hand holds (phone, cup, sandwich,
  /// book, ball), the grip (bag, umbrella), the point on the ground below the seat (chair, bicycle,
  /// horse).
  SceneFrame frame;
  ObjectLook look;
};

/// Random colours that suit the class.
ObjectLook random_object_look(ObjectClass category, RandomSource& random);

/// Extent of an object in its own coordinates.
cv::Rect2f object_extent(ObjectClass category, ObjectForm form);

/// Draws one object; `outer` is the frame that `object.frame` is given in.
void draw_object(Canvas& canvas, const SceneFrame& outer, const SceneObject& object);

}  // namespace hoi
