#include "scene/scene_layout.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "scene/actor_hands.h"
#include "scene/actor_posture.h"
#include "scene/loose_objects.h"
#include "scene/scene_gaze.h"

namespace hoi {

namespace {

constexpr int kSmallGroup = 3;

int number_of_people(const SceneOptions& options, RandomSource& random) {
  if (options.max_people > kSmallGroup) {
    return static_cast<int>(
        std::lround(random.uniform(static_cast<float>(options.min_people) - 0.49F,
                                   static_cast<float>(options.max_people) + 0.49F)));
  }
  const int people = 1 + static_cast<int>(random.weighted({3.2, 4.3, 2.5}));
  return std::clamp(people, options.min_people, options.max_people);
}

Actor random_actor(RandomSource& random) {
  Actor actor;
  actor.look = random_person_look(random);
  const Posture posture = random_posture(random);
  take_posture(actor, posture, random);
  // Hands: busy more often when the body does nothing by itself.
  double busy = actor.objects.empty() ? 0.85 : 0.4;
  for (int round = 0; round < 2 && random.chance(busy); ++round) {
    const auto activity = random_hand_activity(actor, posture == Posture::kStride, random);
    if (!activity) break;
    add_hand_activity(actor, *activity, random);
    busy = 0.3;
  }
  bool face_matters = actor.gaze_fixed;
  for (const auto& held : actor.objects) face_matters = face_matters || held.can_be_looked_at;
  actor.turn.away = actor.upright && !face_matters && random.chance(0.2);
  return actor;
}

// Puts the actors side by side: sizes first, so that all fit, then places and depths.
void place_actors(const SceneOptions& options, std::vector<Actor>& actors, RandomSource& random) {
  const auto width = static_cast<float>(options.width), height = static_cast<float>(options.height);
  const float crowd = actors.size() > 2 ? 0.85F : 1;
  float body = height * random.uniform(0.58F, 0.82F) * crowd, total = 0;
  for (const auto& actor : actors) {
    const cv::Rect2f extent = actor_extent(actor);
    body = std::min(body, 0.86F * height / -extent.y);
    total += extent.width;
  }
  body = std::min(body, 1.05F * width / total);
  const float room = width - total * body;
  std::vector<float> gaps;
  float sum = 0;
  for (std::size_t gap = 0; gap <= actors.size(); ++gap)
    sum += gaps.emplace_back(random.uniform(0.1F, 1.0F));
  float left = 0;
  for (std::size_t index = 0; index < actors.size(); ++index) {
    const cv::Rect2f extent = actor_extent(actors[index]);
    const bool mirrored = random.chance(0.5);
    const float depth = random.uniform();
    const float scale = body * (0.86F + 0.14F * depth);
    left += room > 0 ? room * gaps[index] / sum : room / static_cast<float>(actors.size() + 1);
    const float origin =
        mirrored ? left + (extent.x + extent.width) * scale : left - extent.x * scale;
    actors[index].frame =
        SceneFrame({origin, height * (0.88F + 0.09F * depth)}, scale, 0, mirrored);
    left += extent.width * body;
  }
}

void add_interactions(SceneLayout& layout) {
  for (std::size_t index = 0; index < layout.actors.size(); ++index) {
    const auto& objects = layout.actors[index].objects;
    for (std::size_t object = 0; object < objects.size(); ++object) {
      for (const SceneVerb verb : objects[object].verbs) {
        layout.interactions.push_back(
            {static_cast<int>(index), static_cast<int>(index), static_cast<int>(object), verb});
      }
    }
  }
}

}  // namespace

SceneLayout random_layout(const SceneOptions& options, RandomSource& random) {
  SceneLayout layout;
  const int people = number_of_people(options, random);
  for (int person = 0; person < people; ++person) layout.actors.push_back(random_actor(random));
  place_actors(options, layout.actors, random);
  for (std::size_t index = 0; index < layout.actors.size(); ++index) {
    layout.order.push_back(
        {ItemKind::kActor, static_cast<int>(index), layout.actors[index].frame.origin().y});
  }
  add_loose_objects(options, layout, random);
  add_interactions(layout);
  direct_gazes(layout, random);
  std::stable_sort(layout.order.begin(), layout.order.end(),
                   [](const SceneItem& a, const SceneItem& b) { return a.depth < b.depth; });
  return layout;
}

}  // namespace hoi
