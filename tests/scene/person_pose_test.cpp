#include "scene/person_pose.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

float joint_distance(const cv::Point2f& a, const cv::Point2f& b) {
  return static_cast<float>(cv::norm(a - b));
}

void expect_whole_bones(const Pose& pose) {
  for (const Side side : {kNear, kFar}) {
    EXPECT_NEAR(joint_distance(pose.shoulder[side], pose.elbow[side]), kUpperArm, 1e-3);
    EXPECT_NEAR(joint_distance(pose.elbow[side], pose.hand[side]), kForearm, 1e-3);
    EXPECT_NEAR(joint_distance(pose.hip_joint[side], pose.knee[side]), kThigh, 1e-3);
    EXPECT_NEAR(joint_distance(pose.knee[side], pose.foot[side]), kShin, 1e-3);
  }
}

TEST(MiddleJoint, SolvesTheTriangle) {
  // Sides 3, 4 and 5: the joint lies 9/5 along the way and 12/5 beside it.
  const cv::Point2f below = middle_joint({0, 0}, {5, 0}, {3, 4}, {0, 1});
  EXPECT_NEAR(below.x, 1.8, 1e-4);
  EXPECT_NEAR(below.y, 2.4, 1e-4);
  EXPECT_NEAR(middle_joint({0, 0}, {5, 0}, {3, 4}, {0, -1}).y, -2.4, 1e-4);
}

TEST(Pose, HandGoesWhereItCanReach) {
  RandomSource random(1);
  Pose pose = standing_pose(random);
  const cv::Point2f near_by = pose.shoulder[kNear] + cv::Point2f(0.2F, 0.05F);
  pose.reach(kNear, near_by);
  EXPECT_NEAR(joint_distance(pose.hand[kNear], near_by), 0, 1e-5);
  expect_whole_bones(pose);
}

TEST(Pose, HandStopsWhereTheArmEnds) {
  RandomSource random(1);
  Pose pose = standing_pose(random);
  pose.reach(kFar, pose.shoulder[kFar] + cv::Point2f(3, 0));
  EXPECT_LE(joint_distance(pose.shoulder[kFar], pose.hand[kFar]), kUpperArm + kForearm);
  EXPECT_GT(pose.hand[kFar].x, pose.shoulder[kFar].x + 0.3F);
  expect_whole_bones(pose);
}

TEST(Pose, EveryPostureHasWholeBonesAndFeetOnOrAboveTheGround) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    RandomSource random(seed);
    const Pose poses[] = {standing_pose(random), walking_pose(random), striding_pose(random),
                          kicking_pose({0.3F, -0.1F}, random), sitting_pose({0, -0.28F}, random)};
    for (const Pose& pose : poses) {
      expect_whole_bones(pose);
      for (const Side side : {kNear, kFar}) EXPECT_LE(pose.foot[side].y, 0.0F);
      EXPECT_LT(pose.head.y, pose.chest.y);
      EXPECT_LT(pose.chest.y, pose.hip.y);
    }
  }
}

TEST(Pose, StandingPersonIsOneUnitTall) {
  RandomSource random(3);
  const Pose pose = standing_pose(random);
  EXPECT_NEAR(pose.head.y - kHeadRadii.y, -1, 0.02);
}

}  // namespace
}  // namespace hoi
