#include "scene/loose_objects.h"

#include <algorithm>

#include "scene/object_shapes.h"

namespace hoi {

namespace {

bool is_small(ObjectClass category) {
  return category == ObjectClass::kPhone || category == ObjectClass::kCup ||
         category == ObjectClass::kSandwich || category == ObjectClass::kBook;
}

bool is_large(ObjectClass category) {
  return category == ObjectClass::kChair || category == ObjectClass::kBicycle ||
         category == ObjectClass::kHorse;
}

cv::Rect2f scene_box(const SceneFrame& outer, const SceneObject& object) {
  const cv::Rect2f extent = object_extent(object.category, object.form);
  const SceneFrame frame = outer.enclose(object.frame);
  const cv::Point2f corners[4] = {frame.map(extent.tl()), frame.map(extent.br()),
                                  frame.map({extent.x, extent.y + extent.height}),
                                  frame.map({extent.x + extent.width, extent.y})};
  cv::Point2f low = corners[0], high = corners[0];
  for (const auto& corner : corners) {
    low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
    high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
  }
  return {low, high};
}

float shared_part(const cv::Rect2f& a, const cv::Rect2f& b) {
  return (a & b).area() / std::max(std::min(a.area(), b.area()), 1e-3F);
}

cv::Rect2f grown(const cv::Rect2f& box, float margin) {
  return {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

// Does a hand or a foot of some actor reach the box, or does the box hide a face?
bool seems_used(const SceneLayout& layout, const SceneObject& object, const cv::Rect2f& box,
                bool in_front) {
  for (const auto& actor : layout.actors) {
    const float body = actor.frame.scale();
    const cv::Rect2f touch =
        is_large(object.category) ? grown(box, -0.1F * body) : grown(box, 0.05F * body);
    for (const Side side : {kNear, kFar}) {
      const cv::Point2f hand = actor.frame.map(actor.pose.hand[side]);
      const cv::Point2f foot = actor.frame.map(actor.pose.foot[side] + cv::Point2f(0.05F, 0));
      if (!is_large(object.category) && (touch.contains(hand) || touch.contains(foot))) return true;
      if (object.category == ObjectClass::kBicycle &&
          cv::norm(object.frame.map(kBicycleHandle) - hand) < 0.1 * body) {
        return true;
      }
    }
    const cv::Point2f head = actor.frame.map(actor.pose.head);
    if (in_front && grown(box, 0.1F * body).contains(head)) return true;
    for (const auto& held : actor.objects) {
      const cv::Rect2f other = scene_box(actor.frame, held.object);
      if (shared_part(box, other) > (is_large(held.object.category) && !in_front ? 0.6F : 0.12F))
        return true;
    }
  }
  return false;
}

bool fits(const SceneOptions& options, const SceneLayout& layout, const SceneObject& object,
          bool in_front) {
  const cv::Rect2f box = scene_box({}, object);
  const cv::Rect2f image(0, 0, static_cast<float>(options.width),
                         static_cast<float>(options.height));
  if ((box & image).area() < 0.85F * box.area()) return false;
  for (const auto& other : layout.loose) {
    if (shared_part(box, scene_box({}, other)) > 0.1F) return false;
  }
  return !seems_used(layout, object, box, in_front);
}

ObjectClass pick_class(const SceneLayout& layout, RandomSource& random) {
  std::vector<ObjectClass> used;
  for (const auto& actor : layout.actors) {
    for (const auto& held : actor.objects) used.push_back(held.object.category);
  }
  if (!used.empty() && random.chance(0.5)) return random.pick(used);
  //   phone cup sandwich book ball bag umbrella chair bicycle horse
  return static_cast<ObjectClass>(1 + random.weighted({10, 10, 9, 9, 12, 10, 8, 9, 6, 3}));
}

SceneObject loose_object(ObjectClass category, const SceneFrame& frame, RandomSource& random) {
  SceneObject object;
  object.category = category;
  object.look = random_object_look(category, random);
  if (category == ObjectClass::kBook && random.chance(0.5)) object.form = ObjectForm::kOpen;
  object.frame = frame;
  return object;
}

// On the ground (or, a ball, in the air) beside an actor, a little nearer or further than it.
void add_on_ground(const SceneOptions& options, SceneLayout& layout, ObjectClass category,
                   RandomSource& random) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const Actor& actor = random.pick(layout.actors);
    const float body = actor.frame.scale();
    const bool in_front = !is_large(category) && random.chance(0.5);
    const float ground =
        actor.frame.origin().y +
        (in_front ? random.uniform(0.01F, 0.05F) : -random.uniform(0.01F, 0.05F)) * body;
    const float reach = is_large(category) ? 0.9F : 0.55F;
    const float x = actor.frame.origin().x +
                    random.sign() * random.uniform(is_large(category) ? 0.0F : 0.14F, reach) * body;
    float size = body * random.uniform(0.85F, 1.1F), lift = 0, angle = 0;
    if (category == ObjectClass::kBall) {
      if (random.chance(0.2)) size *= 2.2F;
      lift = 0.075F * size + (random.chance(0.25) ? random.uniform(0.1F, 0.9F) * body : 0);
      angle = random.uniform(0, 6);
    } else if (category == ObjectClass::kBag) {
      lift = 0.25F * size;
    } else if (category == ObjectClass::kUmbrella) {
      angle = random.sign() * random.uniform(1.45F, 1.7F);  // lying
      lift = 0.03F * size;
    } else if (category == ObjectClass::kHorse || category == ObjectClass::kBicycle) {
      size *= 0.9F;
    }
    SceneObject object = loose_object(
        category, SceneFrame({x, ground - lift}, size, angle, random.chance(0.5)), random);
    if (!fits(options, layout, object, in_front)) continue;
    layout.order.push_back({ItemKind::kLooseObject, static_cast<int>(layout.loose.size()), ground});
    layout.loose.push_back(std::move(object));
    return;
  }
}

// On a table before or beside an actor, or on a shelf behind it.
void add_on_furniture(const SceneOptions& options, SceneLayout& layout, ObjectClass category,
                      RandomSource& random) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const Actor& actor = random.pick(layout.actors);
    const float body = actor.frame.scale();
    Furniture board;
    board.shelf = random.chance(0.45);
    const float y = board.shelf
                        ? actor.frame.map(actor.pose.head).y + random.uniform(0.0F, 0.25F) * body
                        : actor.frame.origin().y - random.uniform(0.32F, 0.45F) * body;
    const float x = actor.frame.origin().x + random.sign() * random.uniform(0.12F, 0.5F) * body;
    const float width = random.uniform(0.3F, 0.5F) * body;
    const float ground = actor.frame.origin().y + (random.chance(0.5) ? 0.04F : -0.04F) * body;
    board.box = {x - width / 2, y, width, board.shelf ? 0.035F * body : ground - y};
    board.color = Color(random.uniform(40, 130), random.uniform(80, 160), random.uniform(110, 210));
    const float depth = board.shelf ? 0 : ground;
    const float half =
        category == ObjectClass::kBook ? 0.09F : (category == ObjectClass::kPhone ? 0.07F : 0.058F);
    SceneObject object = loose_object(
        category, SceneFrame({x, y - half * body}, body, 0, random.chance(0.5)), random);
    const bool in_front = !board.shelf && ground > actor.frame.origin().y;
    if (!fits(options, layout, object, in_front)) continue;
    layout.order.push_back(
        {ItemKind::kFurniture, static_cast<int>(layout.furniture.size()), depth});
    layout.furniture.push_back(board);
    layout.order.push_back(
        {ItemKind::kLooseObject, static_cast<int>(layout.loose.size()), depth + 0.01F});
    layout.loose.push_back(std::move(object));
    return;
  }
}

}  // namespace

void add_loose_objects(const SceneOptions& options, SceneLayout& layout, RandomSource& random) {
  const int count = random.integer(options.max_loose_objects + 1);
  for (int index = 0; index < count; ++index) {
    const ObjectClass category = pick_class(layout, random);
    if (is_small(category)) {
      add_on_furniture(options, layout, category, random);
    } else {
      add_on_ground(options, layout, category, random);
    }
  }
}

}  // namespace hoi
