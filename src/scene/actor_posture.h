#pragma once

#include "scene/actor.h"
#include "scene/random_source.h"

namespace hoi {

/// What the body does, hands aside.
enum class Posture {
  kStand,
  kWalk,
  kStride,
  kKick,  ///< a ball, a bag or a chair
  kSitOnChair,
  kSitOnBall,
  kSitOnBicycle,  ///< feet on the ground
  kRideBicycle,   ///< feet on the pedals
  kRideHorse,
  kHoldBicycle,
  kHoldHorse,
  kHoldChair,
  kCarryChair,
};

Posture random_posture(RandomSource& random);

/// Gives the actor this posture and the object that belongs to it.
void take_posture(Actor& actor, Posture posture, RandomSource& random);

}  // namespace hoi
