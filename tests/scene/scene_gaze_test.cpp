#include "scene/scene_gaze.h"

#include <gtest/gtest.h>

#include "scene/actor_posture.h"

namespace hoi {
namespace {

// A standing person at x = 100 and a ball at `offset` body heights from its head.
SceneLayout person_and_ball(const cv::Point2f& offset, bool mirrored, RandomSource& random) {
  SceneLayout layout;
  Actor actor;
  actor.look = random_person_look(random);
  take_posture(actor, Posture::kStand, random);
  actor.frame = SceneFrame({100, 180}, 120, 0, mirrored);
  SceneObject ball;
  ball.category = ObjectClass::kBall;
  ball.frame = SceneFrame(actor.frame.map(actor.pose.head) + 120 * offset, 100);
  layout.actors.push_back(actor);
  layout.loose.push_back(ball);
  return layout;
}

TEST(DirectGazes, LookedAtObjectLiesWhereTheFacePoints) {
  int looks = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    RandomSource random(seed);
    const bool mirrored = seed % 2 == 1;
    SceneLayout layout = person_and_ball({0.8F, 0.6F}, mirrored, random);
    direct_gazes(layout, random);
    const HeadTurn& turn = layout.actors[0].turn;
    if (layout.interactions.empty()) {
      // Away from the ball, or at the camera.
      EXPECT_LT(turn.yaw * (mirrored ? -0.8F : 0.8F) + turn.pitch * 0.6F, 0.9F);
      continue;
    }
    ++looks;
    EXPECT_NEAR(turn.yaw, mirrored ? -0.8 : 0.8, 1e-3) << "yaw is relative to the facing direction";
    EXPECT_NEAR(turn.pitch, 0.6, 1e-3);
    EXPECT_EQ(layout.interactions[0].verb, SceneVerb::kLook);
    EXPECT_EQ(layout.interactions[0].owner, -1);
  }
  EXPECT_GT(looks, 10);
  EXPECT_LT(looks, 50);
}

TEST(DirectGazes, NobodyLooksAtOneOfTwoObjectsInTheSameDirection) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    RandomSource random(seed);
    SceneLayout layout = person_and_ball({0.8F, 0.3F}, false, random);
    SceneObject second = layout.loose[0];
    second.frame = SceneFrame(second.frame.origin() + cv::Point2f(10, 10), 100);
    layout.loose.push_back(second);
    direct_gazes(layout, random);
    EXPECT_TRUE(layout.interactions.empty());
  }
}

TEST(DirectGazes, FixedHeadsAndBacksOfHeadsAreLeftAlone) {
  RandomSource random(1);
  SceneLayout layout = person_and_ball({0.8F, 0.6F}, false, random);
  layout.actors.push_back(layout.actors[0]);
  layout.actors[0].gaze_fixed = true;
  layout.actors[0].turn.yaw = 0.25F;
  layout.actors[1].turn.away = true;
  direct_gazes(layout, random);
  EXPECT_TRUE(layout.interactions.empty());
  EXPECT_EQ(layout.actors[0].turn.yaw, 0.25F);
}

}  // namespace
}  // namespace hoi
