#include "scene/scene_object.h"

#include "scene/object_shapes.h"

namespace hoi {

ObjectLook random_object_look(ObjectClass category, RandomSource& random) {
  ObjectLook look;
  const auto vivid = [&] {
    // One channel strong, one weak, one anything: never grey, never the same palette twice.
    double channels[3] = {random.uniform(150, 245), random.uniform(20, 110),
                          random.uniform(30, 225)};
    const int turn = random.integer(3);
    const bool swapped = random.chance(0.5);
    return Color(channels[turn], channels[(turn + (swapped ? 1 : 2)) % 3],
                 channels[(turn + (swapped ? 2 : 1)) % 3]);
  };
  look.main = vivid();
  look.second = random.chance(0.5) ? Color(235, 240, 240) : vivid();
  look.pattern = random.integer(3);
  const double light = random.uniform(0.8F, 1.15F);
  if (category == ObjectClass::kPhone) {
    look.main = random.chance(0.6) ? Color(45, 40, 40) : vivid();
    look.second =
        Color(random.uniform(190, 250), random.uniform(170, 240), random.uniform(120, 230));
  } else if (category == ObjectClass::kHorse) {
    static const std::vector<Color> coats{
        {40, 70, 125}, {30, 40, 70}, {120, 160, 195}, {205, 215, 225}, {45, 45, 48}};
    look.main = shaded(random.pick(coats), light);
    look.second = random.chance(0.5) ? Color(25, 30, 40) : Color(190, 210, 225);
  } else if (category == ObjectClass::kSandwich) {
    look.main = shaded(Color(95, 165, 220), light);
    look.second = Color(60, random.uniform(150, 200), random.uniform(60, 120));
  }
  return look;
}

cv::Rect2f object_extent(ObjectClass category, ObjectForm form) {
  switch (category) {
    case ObjectClass::kPhone:
      return {-0.04F, -0.072F, 0.08F, 0.144F};
    case ObjectClass::kCup:
      return {-0.055F, -0.065F, 0.13F, 0.13F};
    case ObjectClass::kSandwich:
      return {-0.075F, -0.06F, 0.15F, 0.12F};
    case ObjectClass::kBook:
      return form == ObjectForm::kOpen ? cv::Rect2f(-0.14F, -0.09F, 0.28F, 0.18F)
                                       : cv::Rect2f(-0.075F, -0.1F, 0.15F, 0.2F);
    case ObjectClass::kBall:
      return {-0.08F, -0.08F, 0.16F, 0.16F};
    case ObjectClass::kBag:
      return form == ObjectForm::kShoulder ? cv::Rect2f(-0.13F, -0.3F, 0.26F, 0.5F)
                                           : cv::Rect2f(-0.12F, -0.01F, 0.24F, 0.27F);
    case ObjectClass::kUmbrella:
      return form == ObjectForm::kOpen ? cv::Rect2f(-0.3F, -0.55F, 0.6F, 0.6F)
                                       : cv::Rect2f(-0.05F, -0.04F, 0.1F, 0.44F);
    case ObjectClass::kChair:
      return {-0.19F, -0.6F, 0.38F, 0.6F};
    case ObjectClass::kBicycle:
      return {-0.46F, -0.62F, 0.95F, 0.62F};
    case ObjectClass::kHorse:
      return {-0.5F, -0.85F, 1.05F, 0.85F};
    case ObjectClass::kPerson:
      break;
  }
  return {-0.15F, -1, 0.3F, 1};
}

void draw_object(Canvas& canvas, const SceneFrame& outer, const SceneObject& object) {
  const SceneFrame frame = outer.enclose(object.frame);
  switch (object.category) {
    case ObjectClass::kPhone:
      return draw_phone(canvas, frame, object.look);
    case ObjectClass::kCup:
      return draw_cup(canvas, frame, object.look);
    case ObjectClass::kSandwich:
      return draw_sandwich(canvas, frame, object.look);
    case ObjectClass::kBook:
      return object.form == ObjectForm::kOpen ? draw_open_book(canvas, frame, object.look)
                                              : draw_closed_book(canvas, frame, object.look);
    case ObjectClass::kBall:
      return draw_ball(canvas, frame, object.look);
    case ObjectClass::kBag:
      return draw_bag(canvas, frame, object.look, object.form == ObjectForm::kShoulder);
    case ObjectClass::kUmbrella:
      return object.form == ObjectForm::kOpen ? draw_open_umbrella(canvas, frame, object.look)
                                              : draw_closed_umbrella(canvas, frame, object.look);
    case ObjectClass::kChair:
      return draw_chair(canvas, frame, object.look);
    case ObjectClass::kBicycle:
      return draw_bicycle(canvas, frame, object.look);
    case ObjectClass::kHorse:
      return draw_horse(canvas, frame, object.look);
    case ObjectClass::kPerson:
      break;
  }
}

}  // namespace hoi
