#include "scene/actor_posture.h"

#include <cmath>

#include "scene/object_shapes.h"

namespace hoi {

namespace {

ActorObject new_object(ObjectClass category, const SceneFrame& frame, DrawingLayer layer,
                       std::vector<SceneVerb> verbs, RandomSource& random) {
  ActorObject result;
  result.object.category = category;
  result.object.frame = frame;
  result.object.look = random_object_look(category, random);
  result.layer = layer;
  result.verbs = std::move(verbs);
  return result;
}

void kick(Actor& actor, RandomSource& random) {
  const cv::Point2f foot(random.uniform(0.24F, 0.34F), random.uniform(-0.2F, -0.06F));
  actor.pose = kicking_pose(foot, random);
  const cv::Point2f toe = actor.pose.foot[kNear] + cv::Point2f(0.07F, 0);
  const std::size_t what = random.weighted({0.5, 0.25, 0.25});
  SceneFrame frame;
  ObjectClass category = ObjectClass::kBall;
  if (what == 0) {
    const float size = random.uniform(0.85F, 1.3F);
    frame = SceneFrame(toe + cv::Point2f(0.075F * size, std::min(0.0F, -0.078F * size - toe.y)),
                       size, random.uniform(0, 6));
  } else if (what == 1) {
    category = ObjectClass::kBag;
    const float lift = std::min(0.0F, toe.y + 0.06F);
    frame = SceneFrame(toe + cv::Point2f(0.1F, -0.25F - toe.y + lift), 1,
                       random.uniform(-0.15F, 0.35F));
  } else {
    category = ObjectClass::kChair;
    frame = SceneFrame({toe.x + 0.14F, 0}, 0.95F, random.uniform(0.0F, 0.2F), random.chance(0.3));
  }
  actor.objects.push_back(
      new_object(category, frame, DrawingLayer::kBehindBody, {SceneVerb::kKick}, random));
}

void sit_on_chair(Actor& actor, RandomSource& random) {
  const float size = random.uniform(0.95F, 1.08F);
  actor.pose = sitting_pose(kChairSeat * size, random);
  actor.objects.push_back(new_object(ObjectClass::kChair, SceneFrame({0, 0}, size),
                                     DrawingLayer::kBehindBody, {SceneVerb::kSit}, random));
  actor.upright = false;
}

void sit_on_ball(Actor& actor, RandomSource& random) {
  const float size = random.uniform(1.9F, 2.5F), radius = 0.078F * size;
  actor.pose = sitting_pose({0, -2 * radius + 0.02F}, random);
  actor.objects.push_back(new_object(ObjectClass::kBall,
                                     SceneFrame({0, -radius}, size, random.uniform(0, 6)),
                                     DrawingLayer::kBehindBody, {SceneVerb::kSit}, random));
  actor.upright = false;
}

void use_bicycle(Actor& actor, bool ride, RandomSource& random) {
  const float size = random.uniform(0.8F, 0.86F);
  const auto on_bicycle = [&](const cv::Point2f& point) { return point * size; };
  const float lean = ride ? random.uniform(0.05F, 0.35F) : random.uniform(-0.05F, 0.3F);
  actor.pose = body_at(on_bicycle(kBicycleSaddle) + cv::Point2f(0, -0.03F), lean,
                       random.uniform(0.1F, 0.16F), random);
  std::vector<SceneVerb> verbs{ride ? SceneVerb::kRide : SceneVerb::kSit};
  if (ride) {
    const float angle = random.uniform(0, 6.2F);
    const cv::Point2f crank = 0.075F * cv::Point2f(std::cos(angle), std::sin(angle));
    actor.pose.step_to(kNear, on_bicycle(kBicycleCrank) + crank);
    actor.pose.step_to(kFar, on_bicycle(kBicycleCrank) - crank);
  } else {
    actor.pose.step_to(kNear, {actor.pose.hip.x + random.uniform(-0.06F, 0.04F), -0.025F});
    actor.pose.step_to(kFar, {actor.pose.hip.x + random.uniform(0.02F, 0.12F), -0.03F});
  }
  if (random.chance(0.7)) {  // hands on the bars; the near one may let go for something else
    verbs.push_back(SceneVerb::kHold);
    actor.pose.reach(kFar, on_bicycle(kBicycleHandle));
    actor.pose.reach(kNear, on_bicycle(kBicycleHandle) + cv::Point2f(-0.01F, 0.01F));
    actor.hand_free[kFar] = false;
  }
  actor.objects.push_back(new_object(ObjectClass::kBicycle, SceneFrame({0, 0}, size),
                                     DrawingLayer::kBetweenLegs, verbs, random));
  actor.upright = false;
}

void ride_horse(Actor& actor, RandomSource& random) {
  const float size = random.uniform(0.9F, 1.0F);
  actor.pose = body_at(kHorseBack * size + cv::Point2f(0, -0.02F), random.uniform(-0.05F, 0.15F),
                       random.uniform(0.11F, 0.17F), random);
  actor.pose.step_to(kNear, actor.pose.hip + cv::Point2f(random.uniform(0.03F, 0.12F), 0.38F));
  actor.pose.step_to(kFar, actor.pose.hip + cv::Point2f(0.08F, 0.38F));
  std::vector<SceneVerb> verbs{SceneVerb::kRide};
  if (random.chance(0.65)) {  // hands in the mane
    verbs.push_back(SceneVerb::kHold);
    const cv::Point2f mane = cv::Point2f(0.22F, -0.6F) * size;
    actor.pose.reach(kFar, mane + cv::Point2f(0.02F, -0.02F));
    actor.pose.reach(kNear, mane);
    actor.hand_free[kFar] = false;
  }
  actor.objects.push_back(new_object(ObjectClass::kHorse, SceneFrame({0, 0}, size),
                                     DrawingLayer::kBetweenLegs, verbs, random));
  actor.upright = false;
}

// Standing beside something large with the near hand on it.
void hold_large(Actor& actor, ObjectClass category, RandomSource& random) {
  actor.pose = random.chance(0.5) ? standing_pose(random) : walking_pose(random);
  const float size = random.uniform(0.88F, 0.95F);
  cv::Point2f grip;
  SceneFrame frame;
  if (category == ObjectClass::kBicycle) {
    frame = SceneFrame({random.uniform(-0.06F, 0.0F), 0}, size);
    grip = frame.map(kBicycleHandle);
  } else if (category == ObjectClass::kHorse) {
    frame = SceneFrame({random.uniform(0.6F, 0.66F), 0}, size, 0, true);
    grip = frame.map(kHorseMouth);
  } else {
    frame = SceneFrame({random.uniform(0.29F, 0.33F), 0}, size);
    grip = frame.map(kChairBack);
  }
  actor.pose.reach(kNear, grip);
  actor.hand_free[kNear] = false;
  actor.objects.push_back(
      new_object(category, frame, DrawingLayer::kBehindBody, {SceneVerb::kHold}, random));
  actor.objects.back().can_be_looked_at = category == ObjectClass::kHorse;
}

void carry_chair(Actor& actor, RandomSource& random) {
  actor.pose = random.chance(0.5) ? standing_pose(random) : walking_pose(random);
  const SceneFrame frame({random.uniform(0.18F, 0.24F), random.uniform(-0.26F, -0.16F)}, 0.88F,
                         random.uniform(-0.1F, 0.1F), true);
  actor.pose.reach(kNear, frame.map({0.1F, -0.25F}));
  actor.pose.reach(kFar, frame.map({0.0F, -0.26F}));
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  actor.objects.push_back(new_object(ObjectClass::kChair, frame, DrawingLayer::kBehindNearArm,
                                     {SceneVerb::kCarry}, random));
}

}  // namespace

Posture random_posture(RandomSource& random) {
  //  stand walk stride kick | chair ball bicycle | ride: bicycle horse | hold: bicycle horse chair
  //  | carry
  return static_cast<Posture>(random.weighted({34, 13, 7, 9, 10, 3, 5, 7, 5, 5, 3, 4, 3}));
}

void take_posture(Actor& actor, Posture posture, RandomSource& random) {
  switch (posture) {
    case Posture::kStand:
      actor.pose = standing_pose(random);
      return;
    case Posture::kWalk:
      actor.pose = walking_pose(random);
      return;
    case Posture::kStride:
      actor.pose = striding_pose(random);
      return;
    case Posture::kKick:
      return kick(actor, random);
    case Posture::kSitOnChair:
      return sit_on_chair(actor, random);
    case Posture::kSitOnBall:
      return sit_on_ball(actor, random);
    case Posture::kSitOnBicycle:
      return use_bicycle(actor, false, random);
    case Posture::kRideBicycle:
      return use_bicycle(actor, true, random);
    case Posture::kRideHorse:
      return ride_horse(actor, random);
    case Posture::kHoldBicycle:
      return hold_large(actor, ObjectClass::kBicycle, random);
    case Posture::kHoldHorse:
      return hold_large(actor, ObjectClass::kHorse, random);
    case Posture::kHoldChair:
      return hold_large(actor, ObjectClass::kChair, random);
    case Posture::kCarryChair:
      return carry_chair(actor, random);
  }
}

}  // namespace hoi
