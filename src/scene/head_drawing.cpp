#include <algorithm>
#include <cmath>
#include <vector>

#include "scene/person_drawing.h"

namespace hoi {

namespace {

// A point of the face, (u, v) in half axes from its middle when it looks at the camera, moved as on
// a sphere that turns.
cv::Point2f on_face(const HeadTurn& turn, float u, float v) {
  const float x = u * std::sqrt(std::max(1 - turn.yaw * turn.yaw * 0.75F, 0.1F)) + turn.yaw * 0.55F;
  const float y = v + turn.pitch * 0.38F;
  return {std::clamp(x, -0.95F, 0.95F) * kHeadRadii.x, y * kHeadRadii.y};
}

std::vector<cv::Point2f> cap_outline(const cv::Point2f& head, float grow, float from, float to) {
  constexpr int kSteps = 14;
  std::vector<cv::Point2f> points;
  for (int step = 0; step <= kSteps; ++step) {
    const float angle = from + (to - from) * static_cast<float>(step) / kSteps;
    points.push_back(head + cv::Point2f(kHeadRadii.x * grow * std::cos(angle),
                                        kHeadRadii.y * grow * std::sin(angle)));
  }
  return points;
}

void draw_eyes(Canvas& canvas, const SceneFrame& frame, const cv::Point2f& head,
               const PersonLook& look, const HeadTurn& turn) {
  for (const float side : {-0.42F, 0.42F}) {
    const cv::Point2f eye = head + on_face(turn, side, -0.12F);
    canvas.ellipse(frame, eye, {0.0205F, 0.0185F}, Color(245, 248, 250));
    canvas.ellipse(frame, eye + cv::Point2f(0.0095F * turn.yaw, 0.0085F * turn.pitch),
                   {0.0115F, 0.0125F}, Color(35, 25, 25));
    canvas.stroke(frame, {eye + cv::Point2f(-0.02F, -0.028F), eye + cv::Point2f(0.02F, -0.028F)},
                  0.009F, shaded(look.hair, 0.7));
    if (look.glasses) {
      std::vector<cv::Point2f> rim;
      for (int corner = 0; corner <= 10; ++corner) {
        const float angle = static_cast<float>(2 * CV_PI * corner / 10);
        rim.push_back(eye + 0.03F * cv::Point2f(std::cos(angle), std::sin(angle)));
      }
      canvas.stroke(frame, rim, 0.007F, Color(40, 40, 40));
    }
  }
}

void draw_face(Canvas& canvas, const SceneFrame& frame, const cv::Point2f& head,
               const PersonLook& look, const HeadTurn& turn) {
  if (look.beard) {
    const cv::Point2f chin = head + on_face(turn, 0, 0.6F);
    canvas.ellipse(frame, chin, {0.06F, 0.042F}, look.hair);
  }
  draw_eyes(canvas, frame, head, look, turn);
  const cv::Point2f bridge = head + on_face(turn, 0, -0.08F),
                    tip = head + on_face(turn, 0.12F + turn.yaw * 0.25F, 0.2F);
  canvas.stroke(frame, {bridge, tip, head + on_face(turn, 0, 0.24F)}, 0.012F,
                shaded(look.skin, 0.68));
  const cv::Point2f mouth = head + mouth_offset(turn);
  if (turn.mouth_open) {
    canvas.ellipse(frame, mouth, {0.022F, 0.018F}, Color(40, 30, 110));
  } else {
    canvas.stroke(frame,
                  {mouth + cv::Point2f(-0.024F, -0.004F), mouth + cv::Point2f(0, 0.006F),
                   mouth + cv::Point2f(0.024F, -0.004F)},
                  0.011F, Color(60, 50, 150));
  }
}

}  // namespace

cv::Point2f mouth_offset(const HeadTurn& turn) { return on_face(turn, 0, 0.5F); }

void draw_head(Canvas& canvas, const SceneFrame& frame, const Pose& pose, const PersonLook& look,
               const HeadTurn& turn) {
  constexpr float kPi = static_cast<float>(CV_PI);
  const cv::Point2f head = pose.head;
  const bool hairy = look.hair_style != HairStyle::kBald;
  const cv::Point2f back(-turn.yaw * 0.02F, 0);
  if (look.hair_style == HairStyle::kLong) {
    canvas.limb(frame, {head + back, head + back + cv::Point2f(0, 0.12F)}, 0.205F, 0.17F,
                look.hair);
  } else if (look.hair_style == HairStyle::kBun) {
    canvas.ellipse(frame, head + cv::Point2f(-turn.yaw * 0.07F, -0.12F), {0.042F, 0.042F},
                   look.hair);
  }
  canvas.ellipse(frame, head, kHeadRadii + cv::Point2f(0.007F, 0.007F), shaded(look.skin, 0.55));
  canvas.ellipse(frame, head, kHeadRadii, look.skin);
  for (const float side : {-1.0F, 1.0F}) {  // the ear that the turn hides is behind the head
    const float x = side - turn.yaw * 0.75F;
    if (turn.away || std::abs(x) < 1.05F) {
      canvas.ellipse(frame, head + cv::Point2f(std::clamp(x, -0.98F, 0.98F) * kHeadRadii.x, 0.0F),
                     {0.018F, 0.026F}, shaded(look.skin, 0.8));
    }
  }
  if (turn.away) {
    if (hairy)
      canvas.ellipse(frame, head + cv::Point2f(0, -0.015F), kHeadRadii + cv::Point2f(0.004F, 0.0F),
                     look.hair);
    if (look.hair_style == HairStyle::kLong) {
      canvas.limb(frame, {head, head + cv::Point2f(0, 0.12F)}, 0.2F, 0.17F, look.hair);
    }
    return;
  }
  draw_face(canvas, frame, head, look, turn);
  if (!hairy) return;
  // The cap of hair: it comes down on the side that the face turns away from.
  const float tilt = turn.yaw * 0.55F;
  const Color color = look.hair_style == HairStyle::kCap ? look.second : look.hair;
  std::vector<cv::Point2f> cap =
      cap_outline(head, 1.08F, kPi * 1.03F - tilt * 0.9F, kPi * 1.97F - tilt * 0.9F);
  cap.push_back(head + on_face(turn, 0.35F, -0.52F));
  cap.push_back(head + on_face(turn, -0.35F, -0.52F));
  canvas.polygon(frame, cap, color);
  if (look.hair_style == HairStyle::kCap) {
    canvas.limb(frame,
                {head + on_face(turn, -0.45F, -0.52F),
                 head + on_face(turn, 0.55F + turn.yaw * 0.5F, -0.5F)},
                0.03F, 0.025F, shaded(color, 0.8));
  }
}

}  // namespace hoi
