#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core/types.hpp>

#include "scene/canvas.h"
#include "scene/person_drawing.h"
#include "scene/person_pose.h"
#include "scene/scene_object.h"

namespace hoi {

/// Where in the order of drawing an object of an actor comes.
enum class DrawingLayer {
  kBehindBody,
  kBetweenLegs,  ///< what one sits astride
  kBehindNearArm,
};

/// An object that belongs to what a person does, in the person's frame.
struct ActorObject {
  SceneObject object;
  DrawingLayer layer = DrawingLayer::kBehindNearArm;
  std::vector<SceneVerb> verbs;
  bool can_be_looked_at = false;           ///< the person may turn the gaze on it
  SceneVerb gaze_verb = SceneVerb::kLook;  ///< true when it does
};

/// A person with a pose, what it holds or sits on, and where it looks.
struct Actor {
  SceneFrame frame;  ///< of the person in the scene
  PersonLook look;
  Pose pose;
  HeadTurn turn;
  std::vector<ActorObject> objects;

  bool upright = true;               ///< stands or walks: things may hang from the hands
  bool hand_free[2] = {true, true};  ///< by Side
  bool gaze_fixed = false;           ///< the activity decides where the head points
  float min_yaw = -1;                ///< the head may not turn further back than this
};

/// Everything that belongs to the actor in its own frame: joints and objects.
cv::Rect2f actor_extent(const Actor& actor);

/// Centre of the face in the actor's frame and its half axes.
cv::Rect2f face_extent(const Actor& actor);

/// Draws the actor; the person is instance `person`, object i is instance person + 1 + i.
void draw_actor(Canvas& canvas, const Actor& actor, std::uint8_t person);

}  // namespace hoi
