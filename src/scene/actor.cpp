#include "scene/actor.h"

#include <algorithm>
#include <limits>

namespace hoi {

namespace {

void draw_layer(Canvas& canvas, const Actor& actor, DrawingLayer layer, std::uint8_t person) {
  for (std::size_t index = 0; index < actor.objects.size(); ++index) {
    if (actor.objects[index].layer != layer) continue;
    canvas.begin(static_cast<std::uint8_t>(person + 1 + index));
    draw_object(canvas, actor.frame, actor.objects[index].object);
  }
  canvas.begin(person);
}

}  // namespace

cv::Rect2f actor_extent(const Actor& actor) {
  const Pose& pose = actor.pose;
  std::vector<cv::Point2f> points{pose.head - kHeadRadii, pose.head + kHeadRadii, {0, 0}};
  for (const Side side : {kNear, kFar}) {
    for (const auto& joint :
         {pose.hand[side], pose.elbow[side], pose.knee[side], pose.foot[side]}) {
      points.push_back(joint - cv::Point2f(0.04F, 0.02F));
      points.push_back(joint + cv::Point2f(0.06F, 0.02F));
    }
  }
  for (const auto& held : actor.objects) {
    const cv::Rect2f extent = object_extent(held.object.category, held.object.form);
    for (const float x : {extent.x, extent.x + extent.width}) {
      for (const float y : {extent.y, extent.y + extent.height}) {
        points.push_back(held.object.frame.map({x, y}));
      }
    }
  }
  cv::Point2f low = points.front(), high = points.front();
  for (const auto& point : points) {
    low = {std::min(low.x, point.x), std::min(low.y, point.y)};
    high = {std::max(high.x, point.x), std::max(high.y, point.y)};
  }
  return {low, high};
}

cv::Rect2f face_extent(const Actor& actor) {
  return {actor.pose.head - kHeadRadii, actor.pose.head + kHeadRadii};
}

void draw_actor(Canvas& canvas, const Actor& actor, std::uint8_t person) {
  draw_layer(canvas, actor, DrawingLayer::kBehindBody, person);
  draw_arm(canvas, actor.frame, actor.pose, kFar, actor.look);
  draw_leg(canvas, actor.frame, actor.pose, kFar, actor.look);
  draw_layer(canvas, actor, DrawingLayer::kBetweenLegs, person);
  draw_leg(canvas, actor.frame, actor.pose, kNear, actor.look);
  draw_torso(canvas, actor.frame, actor.pose, actor.look);
  draw_head(canvas, actor.frame, actor.pose, actor.look, actor.turn);
  draw_layer(canvas, actor, DrawingLayer::kBehindNearArm, person);
  draw_arm(canvas, actor.frame, actor.pose, kNear, actor.look);
}

}  // namespace hoi
