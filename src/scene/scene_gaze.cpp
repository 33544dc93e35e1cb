#include "scene/scene_gaze.h"

#include <cmath>
#include <optional>

namespace hoi {

namespace {

constexpr float kDegree = static_cast<float>(CV_PI / 180);
constexpr float kClearAngle = 22 * kDegree;  // between a target and everything else
constexpr float kEmptyAngle = 32 * kDegree;  // between a gaze at nothing and everything

constexpr double kFarBehind = 2;  // in distances of the target

struct GazeTarget {
  int owner = -1, object = 0;
  cv::Point2f center;  // in the scene
  bool can_be_looked_at = true;
  SceneVerb verb = SceneVerb::kLook;
};

cv::Point2f object_center(const SceneFrame& outer, const SceneObject& object) {
  const cv::Rect2f extent = object_extent(object.category, object.form);
  return outer.map(object.frame.map((extent.tl() + extent.br()) / 2));
}

std::vector<GazeTarget> all_targets(const SceneLayout& layout) {
  std::vector<GazeTarget> targets;
  for (std::size_t owner = 0; owner < layout.actors.size(); ++owner) {
    const Actor& actor = layout.actors[owner];
    for (std::size_t index = 0; index < actor.objects.size(); ++index) {
      const ActorObject& held = actor.objects[index];
      targets.push_back({static_cast<int>(owner), static_cast<int>(index),
                         object_center(actor.frame, held.object), held.can_be_looked_at,
                         held.gaze_verb});
    }
  }
  for (std::size_t index = 0; index < layout.loose.size(); ++index) {
    targets.push_back({-1, static_cast<int>(index), object_center({}, layout.loose[index])});
  }
  return targets;
}

float angle_between(const cv::Point2f& a, const cv::Point2f& b) {
  return static_cast<float>(std::abs(std::atan2(a.cross(b), static_cast<double>(a.dot(b)))));
}

/// Does no target lie within `angle` of the direction?
bool is_empty(const cv::Point2f& eye, const cv::Point2f& direction,
              const std::vector<GazeTarget>& targets) {
  for (const auto& target : targets) {
    if (angle_between(direction, target.center - eye) < kEmptyAngle) return false;
  }
  return true;
}

/// Does a gaze at `wanted` stop there? Nothing else may lie near the way, unless it is far behind.
bool is_unambiguous(const cv::Point2f& eye, const std::vector<GazeTarget>& targets,
                    const GazeTarget& wanted) {
  const cv::Point2f way = wanted.center - eye;
  for (const auto& target : targets) {
    const cv::Point2f other = target.center - eye;
    if (&target != &wanted && angle_between(way, other) < kClearAngle &&
        cv::norm(other) < kFarBehind * cv::norm(way)) {
      return false;
    }
  }
  return true;
}

void look_along(Actor& actor, const cv::Point2f& direction) {
  cv::Point2f local = actor.frame.unmap_direction(direction);
  local /= std::max(static_cast<float>(cv::norm(local)), 1e-6F);
  actor.turn.yaw = local.x;
  actor.turn.pitch = local.y;
}

// A direction without any object in it; nothing when the surroundings are too full.
std::optional<cv::Point2f> empty_direction(const cv::Point2f& eye,
                                           const std::vector<GazeTarget>& targets,
                                           RandomSource& random) {
  for (int attempt = 0; attempt < 6; ++attempt) {
    const float angle = random.uniform(-35, 35) * kDegree;
    const cv::Point2f direction(random.sign() * std::cos(angle), std::sin(angle));
    if (is_empty(eye, direction, targets)) return direction;
  }
  return std::nullopt;
}

void look_at_nothing(Actor& actor, const cv::Point2f& eye, const std::vector<GazeTarget>& targets,
                     RandomSource& random) {
  if (random.chance(0.6)) {
    if (const auto direction = empty_direction(eye, targets, random))
      return look_along(actor, *direction);
  }
  actor.turn.yaw = random.uniform(-0.12F, 0.12F);  // at the camera
  actor.turn.pitch = random.uniform(-0.08F, 0.12F);
}

/// The targets that actor `index` could visibly look at, `own` ones or those of the others.
std::vector<const GazeTarget*> candidates(const SceneLayout& layout, int index, bool own,
                                          const std::vector<GazeTarget>& targets) {
  const Actor& actor = layout.actors[static_cast<std::size_t>(index)];
  const cv::Point2f eye = actor.frame.map(actor.pose.head);
  std::vector<const GazeTarget*> found;
  for (const auto& target : targets) {
    const cv::Point2f way = target.center - eye;
    const bool wanted =
        own ? target.owner == index && target.can_be_looked_at : target.owner != index;
    const bool near_face = cv::norm(way) < 0.12 * actor.frame.scale();
    if (wanted && !near_face && is_unambiguous(eye, targets, target)) found.push_back(&target);
  }
  return found;
}

}  // namespace

void direct_gazes(SceneLayout& layout, RandomSource& random) {
  const std::vector<GazeTarget> targets = all_targets(layout);
  for (std::size_t index = 0; index < layout.actors.size(); ++index) {
    Actor& actor = layout.actors[index];
    if (actor.gaze_fixed || actor.turn.away) continue;
    const cv::Point2f eye = actor.frame.map(actor.pose.head);
    const auto own = candidates(layout, static_cast<int>(index), true, targets);
    const auto others = candidates(layout, static_cast<int>(index), false, targets);
    const GazeTarget* target = nullptr;
    if (!own.empty() && random.chance(0.65)) {
      target = random.pick(own);
    } else if (!others.empty() && random.chance(0.4)) {
      target = random.pick(others);
    }
    if (!target) {
      look_at_nothing(actor, eye, targets, random);
      continue;
    }
    look_along(actor, target->center - eye);
    // Somebody else's book is looked at, not read.
    const bool is_own = target->owner == static_cast<int>(index);
    layout.interactions.push_back({static_cast<int>(index), target->owner, target->object,
                                   is_own ? target->verb : SceneVerb::kLook});
  }
}

}  // namespace hoi
