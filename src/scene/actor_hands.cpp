#include "scene/actor_hands.h"

namespace hoi {

namespace {

// Requirements and frequency of each activity, in the order of the enumeration.
struct ActivityRule {
  double weight;
  int hands;     // that it keeps busy
  bool upright;  // needs a standing or walking body
  bool face;     // decides where the head points
  ObjectClass category;
};

const std::vector<ActivityRule>& rules() {
  static const std::vector<ActivityRule> table{
      {8, 1, false, true, ObjectClass::kPhone},      // call
      {10, 1, false, false, ObjectClass::kPhone},    // phone
      {7, 1, false, true, ObjectClass::kCup},        // drink
      {7, 1, false, false, ObjectClass::kCup},       // cup
      {7, 1, false, true, ObjectClass::kSandwich},   // eat
      {7, 1, false, false, ObjectClass::kSandwich},  // sandwich
      {16, 2, false, false, ObjectClass::kBook},     // open book
      {3, 1, false, false, ObjectClass::kBook},      // closed book
      {4, 1, true, false, ObjectClass::kBook},       // under the arm
      {4, 1, true, false, ObjectClass::kBag},        // hanging
      {3, 0, true, false, ObjectClass::kBag},        // on the shoulder
      {4, 2, false, false, ObjectClass::kBag},       // in front
      {5, 1, false, false, ObjectClass::kUmbrella},  // open
      {4, 1, true, false, ObjectClass::kUmbrella},   // hanging
      {2, 1, false, false, ObjectClass::kUmbrella},  // raised
      {4, 2, false, false, ObjectClass::kBall},      // in both hands
      {4, 2, true, false, ObjectClass::kBall},       // raised
      {3, 1, true, false, ObjectClass::kBall},       // under the arm
      {0, 2, true, false, ObjectClass::kBall},       // throw: see random_hand_activity
  };
  return table;
}

ActorObject& add_object(Actor& actor, ObjectClass category, const SceneFrame& frame,
                        std::vector<SceneVerb> verbs, RandomSource& random) {
  ActorObject added;
  added.object.category = category;
  added.object.frame = frame;
  added.object.look = random_object_look(category, random);
  added.verbs = std::move(verbs);
  actor.objects.push_back(std::move(added));
  return actor.objects.back();
}

Side take_free_hand(Actor& actor, RandomSource& random) {
  Side side = random.chance(0.65) ? kNear : kFar;
  if (!actor.hand_free[side]) side = side == kNear ? kFar : kNear;
  actor.hand_free[side] = false;
  return side;
}

void call(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = false;
  actor.turn.yaw = random.uniform(0.15F, 0.6F);
  actor.turn.pitch = random.uniform(-0.15F, 0.2F);
  actor.turn.mouth_open = random.chance(0.4);
  actor.gaze_fixed = true;
  const cv::Point2f ear = actor.pose.head + cv::Point2f(-0.055F - 0.02F * actor.turn.yaw, 0.012F);
  const SceneFrame frame(ear, random.uniform(0.95F, 1.1F), random.uniform(-0.35F, 0.1F));
  add_object(actor, ObjectClass::kPhone, frame, {SceneVerb::kCall, SceneVerb::kHold}, random);
  actor.pose.reach(kNear, frame.map({-0.01F, 0.05F}));
}

// Cup to the rim or food to the teeth.
void consume(Actor& actor, ObjectClass category, RandomSource& random) {
  const bool cup = category == ObjectClass::kCup;
  const Side side = take_free_hand(actor, random);
  actor.turn.yaw = random.uniform(0.3F, 0.75F);
  actor.turn.pitch = cup ? random.uniform(-0.35F, -0.1F) : random.uniform(-0.1F, 0.2F);
  actor.turn.mouth_open = !cup;
  actor.gaze_fixed = true;
  const cv::Point2f mouth = actor.pose.head + mouth_offset(actor.turn);
  if (cup) {
    const SceneFrame frame(mouth + cv::Point2f(0.058F, 0.018F), random.uniform(0.95F, 1.1F),
                           random.uniform(-1.2F, -0.7F));
    add_object(actor, category, frame, {SceneVerb::kDrink, SceneVerb::kHold}, random);
    actor.pose.reach(side, frame.map({0.01F, 0.03F}));
  } else {
    const SceneFrame frame(mouth + cv::Point2f(0.06F, 0.005F), random.uniform(0.9F, 1.1F),
                           random.uniform(-0.3F, 0.3F));
    add_object(actor, category, frame, {SceneVerb::kEat, SceneVerb::kHold}, random);
    actor.pose.reach(side, frame.map({0.035F, 0.03F}));
  }
}

// A place for something small in the hand of this side: before the face, behind the head, in front
// of the chest, or low. Near the face, but touching neither mouth nor ear.
cv::Point2f place_in_hand(const Actor& actor, Side side, RandomSource& random) {
  const std::size_t where =
      random.weighted({0.4, side == kNear ? 0.2 : 0, 0.35, actor.upright ? 0.15 : 0});
  const auto near = [&](const cv::Point2f& middle, float x1, float x2, float y1, float y2) {
    return middle + cv::Point2f(random.uniform(x1, x2), random.uniform(y1, y2));
  };
  if (where == 0) return near(actor.pose.head, 0.14F, 0.25F, -0.05F, 0.1F);
  if (where == 1) return near(actor.pose.head, -0.24F, -0.17F, -0.06F, 0.06F);
  if (where == 2) return near(actor.pose.chest, 0.12F, 0.26F, -0.06F, 0.1F);
  return near(actor.pose.shoulder[side], 0.02F, 0.12F, 0.3F, 0.31F);
}

void hold_small(Actor& actor, ObjectClass category, RandomSource& random) {
  const Side side = take_free_hand(actor, random);
  actor.pose.reach(side, place_in_hand(actor, side, random) + cv::Point2f(0, 0.03F));
  const cv::Point2f hand = actor.pose.hand[side];
  const SceneFrame frame(hand + cv::Point2f(0.01F, -0.035F), random.uniform(0.95F, 1.1F),
                         random.uniform(-0.25F, 0.25F));
  add_object(actor, category, frame, {SceneVerb::kHold}, random).can_be_looked_at = true;
}

void open_book(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  const cv::Point2f place =
      actor.pose.chest + cv::Point2f(random.uniform(0.17F, 0.22F), random.uniform(-0.05F, 0.1F));
  const SceneFrame frame(place, random.uniform(0.9F, 1.05F), random.uniform(-0.25F, 0.15F));
  ActorObject& book = add_object(actor, ObjectClass::kBook, frame, {SceneVerb::kHold}, random);
  book.object.form = ObjectForm::kOpen;
  book.can_be_looked_at = true;
  book.gaze_verb = SceneVerb::kRead;
  actor.pose.reach(kNear, frame.map({-0.1F, 0.065F}));
  actor.pose.reach(kFar, frame.map({0.12F, 0.03F}));
}

void under_arm(Actor& actor, ObjectClass category, RandomSource& random) {
  actor.hand_free[kNear] = false;
  const cv::Point2f place = actor.pose.shoulder[kNear] + cv::Point2f(0.015F, 0.215F);
  const SceneFrame frame(place, random.uniform(0.9F, 1.1F), random.uniform(-0.2F, 0.3F));
  add_object(actor, category, frame, {SceneVerb::kCarry}, random);
  actor.pose.reach(kNear, place + cv::Point2f(0.04F, 0.065F));
}

void carry_hanging(Actor& actor, ObjectClass category, RandomSource& random) {
  const Side side = take_free_hand(actor, random);
  actor.pose.reach(side,
                   actor.pose.shoulder[side] + cv::Point2f(random.uniform(-0.04F, 0.05F), 0.32F));
  const float size =
      category == ObjectClass::kBag ? random.uniform(0.8F, 1.0F) : random.uniform(0.9F, 1.0F);
  const SceneFrame frame(actor.pose.hand[side], size, random.uniform(-0.12F, 0.12F));
  ActorObject& object = add_object(actor, category, frame, {SceneVerb::kCarry}, random);
  if (side == kFar) object.layer = DrawingLayer::kBehindBody;
}

void carry_on_shoulder(Actor& actor, RandomSource& random) {
  const cv::Point2f strap = actor.pose.shoulder[kNear] + cv::Point2f(-0.01F, -0.01F);
  const SceneFrame frame(strap + cv::Point2f(0, 0.29F * 0.95F), 0.95F,
                         random.uniform(-0.05F, 0.08F));
  add_object(actor, ObjectClass::kBag, frame, {SceneVerb::kCarry}, random).object.form =
      ObjectForm::kShoulder;
}

void bag_in_front(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  const cv::Point2f grip =
      actor.pose.chest + cv::Point2f(random.uniform(0.14F, 0.2F), random.uniform(-0.02F, 0.08F));
  add_object(actor, ObjectClass::kBag,
             SceneFrame(grip, random.uniform(0.8F, 0.95F), random.uniform(-0.1F, 0.1F)),
             {SceneVerb::kHold}, random)
      .can_be_looked_at = true;
  actor.pose.reach(kNear, grip + cv::Point2f(-0.02F, 0.01F));
  actor.pose.reach(kFar, grip + cv::Point2f(0.025F, 0.01F));
}

void hold_umbrella(Actor& actor, bool open, RandomSource& random) {
  const Side side = take_free_hand(actor, random);
  actor.pose.reach(side, actor.pose.chest + cv::Point2f(random.uniform(0.08F, 0.17F),
                                                        random.uniform(-0.02F, 0.08F)));
  // Closed it points up and forward instead of down.
  const float angle = open ? random.uniform(-0.15F, 0.3F) : random.uniform(3.3F, 4.2F);
  ActorObject& umbrella =
      add_object(actor, ObjectClass::kUmbrella,
                 SceneFrame(actor.pose.hand[side], random.uniform(0.9F, 1.0F), angle),
                 {SceneVerb::kHold}, random);
  if (open) {
    umbrella.object.form = ObjectForm::kOpen;
    umbrella.layer = DrawingLayer::kBehindBody;
  }
}

void ball_in_hands(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  const float size = random.uniform(0.85F, 1.4F), radius = 0.075F * size;
  const cv::Point2f place =
      actor.pose.chest + cv::Point2f(random.uniform(0.13F, 0.2F), random.uniform(-0.05F, 0.14F));
  add_object(actor, ObjectClass::kBall, SceneFrame(place, size, random.uniform(0, 6)),
             {SceneVerb::kHold}, random)
      .can_be_looked_at = true;
  actor.pose.reach(kNear, place + radius * cv::Point2f(-0.85F, 0.45F));
  actor.pose.reach(kFar, place + radius * cv::Point2f(0.85F, 0.45F));
}

// Above the head in both hands, or on one raised hand as before a throw, but standing still.
void raise_ball(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  const float size = random.uniform(0.85F, 1.3F), radius = 0.075F * size;
  cv::Point2f place = actor.pose.head + cv::Point2f(random.uniform(-0.06F, 0.08F), -0.1F - radius);
  if (random.chance(0.4)) {
    actor.pose.reach(kNear, place + radius * cv::Point2f(-0.85F, 0.45F));
    actor.pose.reach(kFar, place + radius * cv::Point2f(0.85F, 0.45F));
  } else {
    actor.pose.reach(kNear, actor.pose.chest + cv::Point2f(random.uniform(-0.26F, -0.1F),
                                                           random.uniform(-0.22F, -0.12F)));
    place = actor.pose.hand[kNear] + cv::Point2f(-0.01F, -0.07F * size);
  }
  add_object(actor, ObjectClass::kBall, SceneFrame(place, size, random.uniform(0, 6)),
             {SceneVerb::kHold}, random);
}

void throw_ball(Actor& actor, RandomSource& random) {
  actor.hand_free[kNear] = actor.hand_free[kFar] = false;
  const float size = random.uniform(0.85F, 1.25F);
  actor.pose.reach(kNear, actor.pose.chest + cv::Point2f(-random.uniform(0.16F, 0.26F),
                                                         -random.uniform(0.12F, 0.2F)));
  actor.pose.reach(kFar, actor.pose.chest + cv::Point2f(random.uniform(0.24F, 0.32F),
                                                        -random.uniform(0.0F, 0.14F)));
  const cv::Point2f place = actor.pose.hand[kNear] + cv::Point2f(-0.015F, -0.07F * size);
  add_object(actor, ObjectClass::kBall, SceneFrame(place, size, random.uniform(0, 6)),
             {SceneVerb::kThrow}, random);
}

}  // namespace

std::optional<HandActivity> random_hand_activity(const Actor& actor, bool stride,
                                                 RandomSource& random) {
  const int free =
      static_cast<int>(actor.hand_free[kNear]) + static_cast<int>(actor.hand_free[kFar]);
  if (stride && free == 2 && random.chance(0.6)) return HandActivity::kThrow;
  std::vector<double> weights;
  double total = 0;
  for (std::size_t index = 0; index < rules().size(); ++index) {
    const ActivityRule& rule = rules()[index];
    const auto activity = static_cast<HandActivity>(index);
    const bool near_arm =
        activity == HandActivity::kCall || activity == HandActivity::kBookUnderArm ||
        activity == HandActivity::kBallUnderArm || activity == HandActivity::kBagOnShoulder;
    const bool possible = rule.hands <= free && (!rule.upright || actor.upright) &&
                          (!rule.face || !actor.gaze_fixed) &&
                          (!near_arm || actor.hand_free[kNear]);
    bool repeated = false;  // nobody holds two phones
    for (const auto& held : actor.objects)
      repeated = repeated || held.object.category == rule.category;
    weights.push_back(possible && !repeated ? rule.weight : 0);
    total += weights.back();
  }
  if (total <= 0) return std::nullopt;
  return static_cast<HandActivity>(random.weighted(weights));
}

void add_hand_activity(Actor& actor, HandActivity activity, RandomSource& random) {
  switch (activity) {
    case HandActivity::kCall:
      return call(actor, random);
    case HandActivity::kPhone:
      return hold_small(actor, ObjectClass::kPhone, random);
    case HandActivity::kDrink:
      return consume(actor, ObjectClass::kCup, random);
    case HandActivity::kCup:
      return hold_small(actor, ObjectClass::kCup, random);
    case HandActivity::kEat:
      return consume(actor, ObjectClass::kSandwich, random);
    case HandActivity::kSandwich:
      return hold_small(actor, ObjectClass::kSandwich, random);
    case HandActivity::kOpenBook:
      return open_book(actor, random);
    case HandActivity::kClosedBook:
      return hold_small(actor, ObjectClass::kBook, random);
    case HandActivity::kBookUnderArm:
      return under_arm(actor, ObjectClass::kBook, random);
    case HandActivity::kBagHanging:
      return carry_hanging(actor, ObjectClass::kBag, random);
    case HandActivity::kBagOnShoulder:
      return carry_on_shoulder(actor, random);
    case HandActivity::kBagInFront:
      return bag_in_front(actor, random);
    case HandActivity::kOpenUmbrella:
      return hold_umbrella(actor, true, random);
    case HandActivity::kUmbrellaHanging:
      return carry_hanging(actor, ObjectClass::kUmbrella, random);
    case HandActivity::kUmbrellaRaised:
      return hold_umbrella(actor, false, random);
    case HandActivity::kBallInHands:
      return ball_in_hands(actor, random);
    case HandActivity::kBallRaised:
      return raise_ball(actor, random);
    case HandActivity::kBallUnderArm:
      return under_arm(actor, ObjectClass::kBall, random);
    case HandActivity::kThrow:
      return throw_ball(actor, random);
  }
}

}  // namespace hoi
