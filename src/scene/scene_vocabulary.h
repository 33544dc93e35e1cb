#pragma once

#include "domain/vocabulary.h"

namespace hoi {

/// Object classes of the synthetic scenes, in the order of scene_vocabulary().
enum class ObjectClass {
  kPerson,
  kPhone,
  kCup,
  kSandwich,
  kBook,
  kBall,
  kBag,
  kUmbrella,
  kChair,
  kBicycle,
  kHorse,
};

/// Verbs of the synthetic scenes, in the order of scene_vocabulary(). What makes each true:
enum class SceneVerb {
  kHold,   ///< a hand grips the object in front of the body, above it or beside it
  kCall,   ///< the phone touches the ear
  kDrink,  ///< the rim of the cup touches the mouth
  kEat,    ///< the food touches the mouth
  kRead,   ///< an open book in the hands and the gaze on it
  kLook,   ///< the gaze rests on the object (except on a book that is read)
  kKick,   ///< the foot of a swung leg touches the object
  kRide,   ///< on a horse, or on a bicycle with the feet on the pedals
  kSit,    ///< the weight rests on the object and the feet stand on the ground
  kCarry,  ///< the object hangs from a lowered hand or the shoulder, or sits under an arm
  kThrow,  ///< the object lies in the raised hand of an arm drawn back
};

/// The names of both, with the person at index 0; a person is never the object of a verb here.
const Vocabulary& scene_vocabulary();

}  // namespace hoi
