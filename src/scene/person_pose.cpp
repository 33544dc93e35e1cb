#include "scene/person_pose.h"

#include <algorithm>
#include <cmath>

namespace hoi {

namespace {

constexpr float kHipHeight = -0.465F, kAnkle = -0.025F;
constexpr float kChestAboveHip = 0.285F, kHeadAboveHip = 0.42F;

float length(const cv::Point2f& vector) { return static_cast<float>(cv::norm(vector)); }

cv::Point2f within_reach(const cv::Point2f& from, const cv::Point2f& target, float reach) {
  const cv::Point2f way = target - from;
  const float distance = length(way);
  return distance <= reach ? target : from + way * (reach / distance);
}

}  // namespace

cv::Point2f middle_joint(const cv::Point2f& from, const cv::Point2f& to,
                         const std::array<float, 2>& bones, const cv::Point2f& bend) {
  const cv::Point2f way = to - from;
  const float distance = std::max(length(way), 1e-3F);
  const float along =
      (bones[0] * bones[0] - bones[1] * bones[1] + distance * distance) / (2 * distance);
  const float height = std::sqrt(std::max(bones[0] * bones[0] - along * along, 0.0F));
  const cv::Point2f unit = way / distance, across(-unit.y, unit.x);
  const cv::Point2f middle = from + unit * along;
  return across.dot(bend) >= 0 ? middle + across * height : middle - across * height;
}

void Pose::reach(Side side, const cv::Point2f& target) {
  hand[side] = within_reach(shoulder[side], target, 0.985F * (kUpperArm + kForearm));
  const float outwards = shoulder[side].x < chest.x ? -0.6F : 0.3F;
  elbow[side] = middle_joint(shoulder[side], hand[side], {kUpperArm, kForearm}, {outwards, 1});
}

void Pose::step_to(Side side, const cv::Point2f& target) {
  foot[side] = within_reach(hip_joint[side], target, 0.995F * (kThigh + kShin));
  knee[side] = middle_joint(hip_joint[side], foot[side], {kThigh, kShin}, {1, -0.3F});
}

Pose body_at(const cv::Point2f& hip, float lean, float shoulder_width, RandomSource& random) {
  const auto above = [&](float distance, float angle) {
    return hip + distance * cv::Point2f(std::sin(angle), -std::cos(angle));
  };
  Pose pose;
  pose.hip = hip;
  pose.chest = above(kChestAboveHip, lean);
  pose.head = above(kHeadAboveHip, lean * 0.8F);
  pose.shoulder[kNear] = pose.chest + cv::Point2f(-shoulder_width / 2, 0.01F);
  pose.shoulder[kFar] = pose.chest + cv::Point2f(shoulder_width / 2, 0.005F);
  pose.hip_joint[kNear] = hip + cv::Point2f(-0.038F, 0.005F);
  pose.hip_joint[kFar] = hip + cv::Point2f(0.038F, 0.0F);
  for (const Side side : {kNear, kFar}) {
    pose.reach(side, pose.shoulder[side] + cv::Point2f(random.uniform(-0.03F, 0.06F), 0.31F));
    pose.step_to(side, pose.hip_joint[side] + cv::Point2f(0, -kHipHeight + kAnkle));
  }
  return pose;
}

Pose standing_pose(RandomSource& random) {
  Pose pose =
      body_at({0, kHipHeight}, random.uniform(-0.03F, 0.06F), random.uniform(0.13F, 0.22F), random);
  const float stance = random.uniform(0.03F, 0.08F);
  pose.step_to(kNear, {-stance, kAnkle});
  pose.step_to(kFar, {stance, kAnkle - 0.008F});
  return pose;
}

Pose walking_pose(RandomSource& random) {
  const float stride = random.uniform(0.1F, 0.16F);
  Pose pose = body_at({0, kHipHeight + 0.02F}, random.uniform(0.03F, 0.1F),
                      random.uniform(0.11F, 0.18F), random);
  const Side ahead = random.chance(0.5) ? kNear : kFar;
  const Side behind = ahead == kNear ? kFar : kNear;
  pose.step_to(ahead, {stride, kAnkle});
  pose.step_to(behind, {-stride, kAnkle - random.uniform(0, 0.03F)});
  pose.reach(behind, pose.shoulder[behind] + cv::Point2f(random.uniform(0.08F, 0.15F), 0.28F));
  pose.reach(ahead, pose.shoulder[ahead] + cv::Point2f(-random.uniform(0.05F, 0.12F), 0.29F));
  return pose;
}

Pose striding_pose(RandomSource& random) {
  const float stride = random.uniform(0.15F, 0.2F);
  Pose pose = body_at({0, kHipHeight + 0.045F}, random.uniform(-0.18F, -0.06F),
                      random.uniform(0.17F, 0.22F), random);
  pose.step_to(kFar, {stride, kAnkle - 0.01F});
  pose.step_to(kNear, {-stride, kAnkle});
  return pose;
}

Pose kicking_pose(const cv::Point2f& foot, RandomSource& random) {
  Pose pose = body_at({0, kHipHeight + 0.01F}, random.uniform(-0.2F, -0.05F),
                      random.uniform(0.13F, 0.2F), random);
  pose.step_to(kFar, {random.uniform(-0.05F, 0), kAnkle});
  pose.step_to(kNear, foot);
  pose.reach(kNear,
             pose.chest + cv::Point2f(-random.uniform(0.2F, 0.3F), random.uniform(0.05F, 0.2F)));
  pose.reach(kFar,
             pose.chest + cv::Point2f(random.uniform(0.2F, 0.3F), random.uniform(0.0F, 0.15F)));
  return pose;
}

Pose sitting_pose(const cv::Point2f& seat, RandomSource& random) {
  Pose pose = body_at(seat + cv::Point2f(0, -0.035F), random.uniform(-0.06F, 0.1F),
                      random.uniform(0.11F, 0.19F), random);
  const float forward = seat.x + random.uniform(0.17F, 0.24F);
  pose.step_to(kNear, {forward, kAnkle});
  pose.step_to(kFar, {forward + random.uniform(-0.05F, 0.06F), kAnkle - 0.008F});
  for (const Side side : {kNear, kFar}) {  // hands on the thighs
    pose.reach(side, pose.hip + cv::Point2f(random.uniform(0.08F, 0.15F), -0.03F));
  }
  return pose;
}

}  // namespace hoi
