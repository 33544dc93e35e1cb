#pragma once

#include <optional>

#include "scene/actor.h"
#include "scene/random_source.h"

namespace hoi {

/// What one or both hands do.
enum class HandActivity {
  kCall,
  kPhone,
  kDrink,
  kCup,
  kEat,
  kSandwich,
  kOpenBook,
  kClosedBook,
  kBookUnderArm,
  kBagHanging,
  kBagOnShoulder,
  kBagInFront,
  kOpenUmbrella,
  kUmbrellaHanging,
  kUmbrellaRaised,
  kBallInHands,
  kBallRaised,
  kBallUnderArm,
  kThrow,
};

/// An activity that the actor's free hands and posture allow; nothing when there is none.
/// stride: the posture is Posture::kStride, the only one to throw from.
std::optional<HandActivity> random_hand_activity(const Actor& actor, bool stride,
                                                 RandomSource& random);

/// Moves the hands and adds the object with its verbs. The gaze comes later (scene_gaze.h).
void add_hand_activity(Actor& actor, HandActivity activity, RandomSource& random);

}  // namespace hoi
