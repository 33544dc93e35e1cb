#pragma once

#include "scene/canvas.h"
#include "scene/person_pose.h"
#include "scene/random_source.h"

namespace hoi {

enum class HairStyle { kShort, kLong, kBald, kBun, kCap };

/// What a person looks like, whatever it does.
struct PersonLook {
  Color skin, hair, shirt, trousers, shoes, second;
  HairStyle hair_style = HairStyle::kShort;
  bool long_sleeves = true, long_trousers = true, skirt = false, glasses = false, beard = false;
  int shirt_pattern = 0;  ///< 0 plain, 1 stripes, 2 a print
};

PersonLook random_person_look(RandomSource& random);

/// Which way a face points. Both zero: towards the camera.
struct HeadTurn {
  float yaw = 0;      ///< -1 against the facing direction .. 1 along it
  float pitch = 0;    ///< -1 up .. 1 down
  bool away = false;  ///< seen from behind: no face
  bool mouth_open = false;
};

/// Where the mouth is, relative to the centre of the head.
cv::Point2f mouth_offset(const HeadTurn& turn);

void draw_arm(Canvas& canvas, const SceneFrame& frame, const Pose& pose, Side side,
              const PersonLook& look);
void draw_leg(Canvas& canvas, const SceneFrame& frame, const Pose& pose, Side side,
              const PersonLook& look);
void draw_torso(Canvas& canvas, const SceneFrame& frame, const Pose& pose, const PersonLook& look);
void draw_head(Canvas& canvas, const SceneFrame& frame, const Pose& pose, const PersonLook& look,
               const HeadTurn& turn);

}  // namespace hoi
