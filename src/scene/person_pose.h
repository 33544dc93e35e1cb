#pragma once

#include <array>

#include <opencv2/core/types.hpp>

#include "scene/random_source.h"

namespace hoi {

/// Which arm or leg: the near one is drawn in front of the body, the far one behind it.
enum Side : std::size_t { kNear = 0, kFar = 1 };

/// Half axes of the head and lengths of the limbs, as parts of the body height.
inline const cv::Point2f kHeadRadii{0.088F, 0.108F};
constexpr float kUpperArm = 0.165F, kForearm = 0.165F;
constexpr float kThigh = 0.225F, kShin = 0.225F;

/// A person's joints in the person's own frame: unit = body height, origin on the ground below the
/// body, the person faces +x, y points down (the top of a standing head is near y = -1).
struct Pose {
  cv::Point2f hip, chest,
      head;  ///< middle of the hips, middle of the shoulders, centre of the head
  std::array<cv::Point2f, 2> shoulder, elbow, hand;  ///< by Side
  std::array<cv::Point2f, 2> hip_joint, knee, foot;  ///< by Side; foot is the ankle

  /// Puts the hand at `target`, or as near as the arm reaches; the elbow bends down and outwards.
  void reach(Side side, const cv::Point2f& target);

  /// Puts the foot at `target`, or as near as the leg reaches; the knee bends forward.
  void step_to(Side side, const cv::Point2f& target);
};

/// The joint between two bones of these lengths from `from` to `to`: of the two solutions the one
/// that lies further in the direction `bend`. `to` must be within reach.
cv::Point2f middle_joint(const cv::Point2f& from, const cv::Point2f& to,
                         const std::array<float, 2>& bones, const cv::Point2f& bend);

/// A body with the middle of its hips at `hip`, leaning forward by `lean` radians, both arms
/// hanging and both legs straight down. shoulder_width: from shoulder to shoulder as seen, smaller
/// in profile.
Pose body_at(const cv::Point2f& hip, float lean, float shoulder_width, RandomSource& random);

Pose standing_pose(RandomSource& random);
Pose walking_pose(RandomSource& random);
/// Wide stride, upper body turned back, as before a throw.
Pose striding_pose(RandomSource& random);
/// The near leg swung so that its foot is at `foot`.
Pose kicking_pose(const cv::Point2f& foot, RandomSource& random);
/// Sitting at `seat` with the feet on the ground in front.
Pose sitting_pose(const cv::Point2f& seat, RandomSource& random);

}  // namespace hoi
